package io.adit.server.api.tunneling;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.OpenRequest;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.server.tunnel.TunnelRegistry;
import io.adit.wire.AccessToken;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Opens a tunnel and shows its two tokens. */
final class OpenTunnel implements Operation<OpenTunnel.Input> {
  private static final Pattern DESCRIPTION = Pattern.compile("[^\\p{C}]{1,2048}");

  private final TunnelRegistry tunnels;
  private final Subjects subjects;
  private final KnownThings things;

  record Input(
      @Nullable String description,
      @Nullable List<@Nullable TagInput> tags,
      @Nullable DestinationConfigInput destinationConfig,
      @Nullable TimeoutConfig timeoutConfig) {}

  record Output(
      String tunnelId,
      String tunnelArn,
      AccessToken sourceAccessToken,
      AccessToken destinationAccessToken) {}

  OpenTunnel(TunnelRegistry tunnels, KnownThings things, Subjects subjects) {
    this.subjects = subjects;
    this.tunnels = tunnels;
    this.things = things;
  }

  @Override
  public String name() {
    return "OpenTunnel";
  }

  @Override
  public Class<Input> inputType() {
    return Input.class;
  }

  @Override
  public void check(Input input, Violations violations) {
    violations.matches("description", input.description(), DESCRIPTION);
    TagInput.check("tags", input.tags(), violations);
    DestinationConfigInput.check("destinationConfig", input.destinationConfig(), violations);
    TimeoutConfig.check("timeoutConfig", input.timeoutConfig(), violations);
  }

  @Override
  public List<Subject> about(Input input) {
    return List.of(
        subjects
            .newTunnel(DestinationConfigInput.toConfig(input.destinationConfig()))
            .with(Subjects.requested(TagInput.toTags(input.tags()))));
  }

  @Override
  public Output run(Caller caller, Input input) {
    DestinationConfig destination = DestinationConfigInput.toConfig(input.destinationConfig());
    things.require(destination);
    OpenedTunnel opened =
        tunnels.open(
            new OpenRequest(
                input.description(),
                TagInput.toTags(input.tags()),
                destination,
                TimeoutConfig.minutes(input.timeoutConfig())));
    return new Output(
        opened.tunnel().tunnelId(),
        opened.tunnel().tunnelArn(),
        opened.source(),
        opened.destination());
  }
}
