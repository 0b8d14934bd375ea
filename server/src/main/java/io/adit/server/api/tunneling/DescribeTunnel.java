package io.adit.server.api.tunneling;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.TunnelId;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.tunnel.ConnectionState;
import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.Tag;
import io.adit.server.tunnel.Tunnel;
import io.adit.server.tunnel.TunnelRegistry;
import io.adit.server.tunnel.TunnelStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows a tunnel, open or closed, without its tokens. */
final class DescribeTunnel implements Operation<DescribeTunnel.Input> {
  private final TunnelRegistry tunnels;
  private final Subjects subjects;

  record Input(@Nullable String tunnelId) {}

  record Output(Described tunnel) {}

  record Described(
      String tunnelId,
      String tunnelArn,
      TunnelStatus status,
      ConnectionState sourceConnectionState,
      ConnectionState destinationConnectionState,
      @Nullable String description,
      @Nullable DestinationConfig destinationConfig,
      TimeoutConfig timeoutConfig,
      List<Tag> tags,
      Instant createdAt,
      Instant lastUpdatedAt) {

    static Described of(Tunnel tunnel) {
      return new Described(
          tunnel.tunnelId(),
          tunnel.tunnelArn(),
          tunnel.status(),
          tunnel.source(),
          tunnel.destination(),
          tunnel.description(),
          tunnel.destinationConfig(),
          new TimeoutConfig(tunnel.maxLifetimeMinutes()),
          tunnel.tags(),
          tunnel.createdAt(),
          tunnel.lastUpdatedAt());
    }
  }

  DescribeTunnel(TunnelRegistry tunnels, Subjects subjects) {
    this.subjects = subjects;
    this.tunnels = tunnels;
  }

  @Override
  public String name() {
    return "DescribeTunnel";
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
    return List.of(subjects.tunnel(Objects.requireNonNull(input.tunnelId())));
  }

  @Override
  public Output run(Caller caller, Input input) {
    return new Output(Described.of(tunnels.describe(Objects.requireNonNull(input.tunnelId()))));
  }
}
