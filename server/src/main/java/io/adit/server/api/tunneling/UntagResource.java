package io.adit.server.api.tunneling;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.ConditionKey;
import io.adit.server.policy.Facts;
import io.adit.server.policy.Subject;
import io.adit.server.tunnel.TunnelRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Removes tags of a tunnel; a key that it does not have is no fault. */
final class UntagResource implements Operation<UntagResource.Input> {
  private final TunnelRegistry tunnels;
  private final Subjects subjects;

  record Input(@Nullable String resourceArn, @Nullable List<@Nullable String> tagKeys) {}

  UntagResource(TunnelRegistry tunnels, Subjects subjects) {
    this.subjects = subjects;
    this.tunnels = tunnels;
  }

  @Override
  public String name() {
    return "UntagResource";
  }

  @Override
  public Class<Input> inputType() {
    return Input.class;
  }

  @Override
  public void check(Input input, Violations violations) {
    ResourceArn.check(input.resourceArn(), violations);
    violations.required("tagKeys", input.tagKeys());
    List<@Nullable String> keys = input.tagKeys() == null ? List.of() : input.tagKeys();
    violations.size("tagKeys", keys, 0, 200);
    for (int i = 0; i < keys.size(); i++) {
      TagInput.checkKey("tagKeys." + (i + 1) + ".member", keys.get(i), violations);
    }
  }

  @Override
  public List<Subject> about(Input input) {
    return List.of(
        ResourceArn.subject(subjects, input.resourceArn())
            .with(Facts.NONE.and(ConditionKey.TAG_KEYS.word(), keys(input))));
  }

  @Override
  public Map<String, Object> run(Caller caller, Input input) {
    String tunnelId = ResourceArn.tunnel(tunnels, subjects, input.resourceArn()).tunnelId();
    tunnels.untag(tunnelId, keys(input));
    return Map.of();
  }

  private static List<String> keys(Input checked) {
    return Objects.requireNonNull(checked.tagKeys()).stream()
        .<String>map(Objects::requireNonNull)
        .toList();
  }
}
