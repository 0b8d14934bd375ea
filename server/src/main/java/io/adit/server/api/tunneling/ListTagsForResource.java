package io.adit.server.api.tunneling;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.tunnel.Tag;
import io.adit.server.tunnel.TunnelRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows the tags of a tunnel. */
final class ListTagsForResource implements Operation<ListTagsForResource.Input> {
  private final TunnelRegistry tunnels;
  private final Subjects subjects;

  record Input(@Nullable String resourceArn) {}

  record Output(List<Tag> tags) {}

  ListTagsForResource(TunnelRegistry tunnels, Subjects subjects) {
    this.subjects = subjects;
    this.tunnels = tunnels;
  }

  @Override
  public String name() {
    return "ListTagsForResource";
  }

  @Override
  public Class<Input> inputType() {
    return Input.class;
  }

  @Override
  public void check(Input input, Violations violations) {
    ResourceArn.check(input.resourceArn(), violations);
  }

  @Override
  public List<Subject> about(Input input) {
    return List.of(ResourceArn.subject(subjects, input.resourceArn()));
  }

  @Override
  public Output run(Caller caller, Input input) {
    return new Output(ResourceArn.tunnel(tunnels, subjects, input.resourceArn()).tags());
  }
}
