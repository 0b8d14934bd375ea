package io.adit.server.api.tunneling;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.TunnelId;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.ConditionKey;
import io.adit.server.policy.Facts;
import io.adit.server.policy.Subject;
import io.adit.server.tunnel.ClientMode;
import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.RotatedTokens;
import io.adit.server.tunnel.TunnelRegistry;
import io.adit.wire.AccessToken;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Replaces the tokens of an open tunnel and shows the new ones. */
final class RotateTunnelAccessToken implements Operation<RotateTunnelAccessToken.Input> {
  private static final List<String> MODES =
      Arrays.stream(ClientMode.values()).map(ClientMode::name).toList();

  private final TunnelRegistry tunnels;
  private final Subjects subjects;
  private final KnownThings things;

  record Input(
      @Nullable String tunnelId,
      @Nullable String clientMode,
      @Nullable DestinationConfigInput destinationConfig) {}

  record Output(
      String tunnelArn,
      @Nullable AccessToken sourceAccessToken,
      @Nullable AccessToken destinationAccessToken) {}

  RotateTunnelAccessToken(TunnelRegistry tunnels, KnownThings things, Subjects subjects) {
    this.subjects = subjects;
    this.tunnels = tunnels;
    this.things = things;
  }

  @Override
  public String name() {
    return "RotateTunnelAccessToken";
  }

  @Override
  public Class<Input> inputType() {
    return Input.class;
  }

  @Override
  public void check(Input input, Violations violations) {
    TunnelId.check(input.tunnelId(), violations);
    violations.required("clientMode", input.clientMode());
    violations.oneOf("clientMode", input.clientMode(), MODES);
    DestinationConfigInput.check("destinationConfig", input.destinationConfig(), violations);
  }

  @Override
  public List<Subject> about(Input input) {
    return subjects
        .rotated(
            Objects.requireNonNull(input.tunnelId()),
            DestinationConfigInput.toConfig(input.destinationConfig()))
        .stream()
        .map(subject ->
            subject.with(
                Facts.of(
                    ConditionKey.CLIENT_MODE.word(), Objects.requireNonNull(input.clientMode()))))
        .toList();
  }

  @Override
  public Output run(Caller caller, Input input) {
    DestinationConfig notified = DestinationConfigInput.toConfig(input.destinationConfig());
    things.require(notified);
    RotatedTokens rotated =
        tunnels.rotate(
            Objects.requireNonNull(input.tunnelId()),
            ClientMode.valueOf(Objects.requireNonNull(input.clientMode())),
            notified);
    return new Output(rotated.tunnel().tunnelArn(), rotated.source(), rotated.destination());
  }
}
