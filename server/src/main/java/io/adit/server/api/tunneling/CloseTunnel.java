package io.adit.server.api.tunneling;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.TunnelId;
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

/** Closes a tunnel, and forgets it at once when asked to. */
final class CloseTunnel implements Operation<CloseTunnel.Input> {
  private final TunnelRegistry tunnels;
  private final Subjects subjects;

  record Input(@Nullable String tunnelId, @Nullable Boolean delete) {}

  CloseTunnel(TunnelRegistry tunnels, Subjects subjects) {
    this.subjects = subjects;
    this.tunnels = tunnels;
  }

  @Override
  public String name() {
    return "CloseTunnel";
  }

  @Override
  public Class<Input> inputType() {
    return Input.class;
  }

  @Override
  public void check(Input input, Violations violations) {
    TunnelId.check(input.tunnelId(), violations);
  }

  @Override
  public List<Subject> about(Input input) {
    return List.of(
        subjects
            .tunnel(Objects.requireNonNull(input.tunnelId()))
            .with(
                Facts.of(
                    ConditionKey.DELETE.word(),
                    Boolean.toString(Boolean.TRUE.equals(input.delete())))));
  }

  @Override
  public Map<String, Object> run(Caller caller, Input input) {
    tunnels.close(Objects.requireNonNull(input.tunnelId()), Boolean.TRUE.equals(input.delete()));
    return Map.of();
  }
}
