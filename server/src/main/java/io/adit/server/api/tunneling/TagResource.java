package io.adit.server.api.tunneling;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.tunnel.TunnelRegistry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sets tags of a tunnel; a key that it has gets the new value. */
final class TagResource implements Operation<TagResource.Input> {
  private final TunnelRegistry tunnels;
  private final Subjects subjects;

  record Input(@Nullable String resourceArn, @Nullable List<@Nullable TagInput> tags) {}

  TagResource(TunnelRegistry tunnels, Subjects subjects) {
    this.subjects = subjects;
    this.tunnels = tunnels;
  }

  @Override
  public String name() {
    return "TagResource";
  }

  @Override
  public Class<Input> inputType() {
    return Input.class;
  }

  @Override
  public void check(Input input, Violations violations) {
    ResourceArn.check(input.resourceArn(), violations);
    violations.required("tags", input.tags());
    TagInput.check("tags", input.tags(), violations);
  }

  @Override
  public List<Subject> about(Input input) {
    return List.of(
        ResourceArn.subject(subjects, input.resourceArn())
            .with(Subjects.requested(TagInput.toTags(input.tags()))));
  }

  @Override
  public Map<String, Object> run(Caller caller, Input input) {
    String tunnelId = ResourceArn.tunnel(tunnels, subjects, input.resourceArn()).tunnelId();
    tunnels.tag(tunnelId, TagInput.toTags(input.tags()));
    return Map.of();
  }
}
