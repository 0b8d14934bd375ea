package io.adit.cli.demo;

import io.adit.cli.api.TunnelApi;
import io.adit.cli.demo.DemoSteps.Result;
import io.adit.server.AditServer;
import io.adit.server.AdministratorKey;
import io.adit.server.RunningServer;
import io.adit.server.ServerOptions;
import io.adit.wire.Side;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;
import software.amazon.awssdk.services.iotsecuretunneling.model.ConnectionStatus;
import software.amazon.awssdk.services.iotsecuretunneling.model.OpenTunnelResponse;
import software.amazon.awssdk.services.iotsecuretunneling.model.Tunnel;

/**
 * The tutorial on one machine: server, device, two proxies, one tunnel, one command. What it
 * started is closed in the opposite order.
 */
final class Demo {
  private static final String COMMAND = "uname -sm; echo hello from the device";

  private final DemoSteps steps;
  private final Path folder;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  /**
   * @param folder a new folder; whoever made it removes it
   */
  Demo(DemoSteps steps, Path folder) {
    this.steps = steps;
    this.folder = folder;
  }

  /** Goes through all steps; returns the line that reaches the device from another terminal. */
  String run() throws DemoSteps.FailedException, IOException, GeneralSecurityException {
    AditServer adit = startServer(folder.resolve("data"));
    RunningServer server = adit.endpoint();
    Path authority = Path.of(Objects.requireNonNull(server.ca(), "Adit's own certificate"));
    DemoDevice device = startDevice();
    IoTSecureTunnelingClient api = connectToApi(server, adit.administrator(), authority);
    OpenTunnelResponse tunnel = openTunnel(api);
    Vertx vertx = Vertx.vertx();
    started.push(() -> vertx.close().await());
    startDestination(vertx, server, authority, tunnel, device);
    int port = startSource(vertx, server, authority, tunnel);
    describe(api, tunnel.tunnelId());
    runCommand(device, port);
    return sshLine(device.writeUserKey(folder), device.writeKnownHosts(folder, port), port);
  }

  /** Closes all that was started, the last first. */
  void end() throws Exception {
    while (!started.isEmpty()) {
      started.pop().close();
    }
  }

  private AditServer startServer(Path data) throws DemoSteps.FailedException {
    return steps.step(
        "Start a server on a free port, with a data folder for this run",
        "adit server --port 0 --bind 127.0.0.1 --data " + data,
        () -> {
          var options =
              ServerOptions.defaults(data)
                  .with(new ServerOptions.Listener("127.0.0.1", 0))
                  .with(ServerOptions.Mqtt.FREE);
          AditServer server = keep(AditServer.start(options));
          return new Result<>(server, "listening on " + server.endpoint().url());
        });
  }

  private DemoDevice startDevice() throws DemoSteps.FailedException {
    return steps.step(
        "Start a device: an SSH server that only this machine can see",
        "sshd",
        () -> {
          DemoDevice device = keep(DemoDevice.start());
          return new Result<>(device, "sshd on 127.0.0.1:" + device.port());
        });
  }

  private IoTSecureTunnelingClient connectToApi(
      RunningServer server, AdministratorKey key, Path authority) throws IOException {
    return keep(
        TunnelApi.connect(
            URI.create(server.url()),
            server.region(),
            AwsBasicCredentials.create(key.id(), key.secret()),
            authority));
  }

  private OpenTunnelResponse openTunnel(IoTSecureTunnelingClient api)
      throws DemoSteps.FailedException {
    return steps.step(
        "Open a tunnel for the service SSH",
        "aws iotsecuretunneling open-tunnel --destination-config services=SSH",
        () -> {
          OpenTunnelResponse opened =
              api.openTunnel(request ->
                  request
                      .description("adit demo")
                      .destinationConfig(config -> config.services("SSH")));
          return new Result<>(
              opened, opened.tunnelArn() + "\ntwo tokens, one for each side (not shown)");
        });
  }

  private void startDestination(
      Vertx vertx,
      RunningServer server,
      Path authority,
      OpenTunnelResponse tunnel,
      DemoDevice device)
      throws DemoSteps.FailedException {
    String mapping = "SSH=127.0.0.1:" + device.port();
    steps.step(
        "On the device: a destination proxy dials out with its token",
        "adit proxy -d " + mapping,
        () -> {
          DemoProxy proxy =
              keep(
                  DemoProxy.start(
                      vertx,
                      server,
                      authority,
                      Side.DESTINATION,
                      tunnel.destinationAccessToken(),
                      mapping));
          proxy.awaitConnected();
          return new Result<>(proxy, "connected");
        });
  }

  private int startSource(
      Vertx vertx, RunningServer server, Path authority, OpenTunnelResponse tunnel)
      throws DemoSteps.FailedException {
    return steps.step(
        "On your laptop: a source proxy listens on a free port",
        "adit proxy -s SSH=0",
        () -> {
          DemoProxy proxy =
              keep(
                  DemoProxy.start(
                      vertx, server, authority, Side.SOURCE, tunnel.sourceAccessToken(), "SSH=0"));
          int port = proxy.awaitPort();
          return new Result<>(port, "connected; SSH is at localhost:" + port);
        });
  }

  private void describe(IoTSecureTunnelingClient api, String tunnelId)
      throws DemoSteps.FailedException {
    steps.step(
        "Ask the service how the tunnel is",
        "aws iotsecuretunneling describe-tunnel --tunnel-id " + tunnelId,
        () -> {
          Tunnel tunnel = awaitBothConnected(api, tunnelId);
          return new Result<>(
              tunnel,
              "%s, source %s, destination %s"
                  .formatted(
                      tunnel.statusAsString(),
                      tunnel.sourceConnectionState().statusAsString(),
                      tunnel.destinationConnectionState().statusAsString()));
        });
  }

  /** The state is recorded a moment after the proxies were let in. */
  private static Tunnel awaitBothConnected(IoTSecureTunnelingClient api, String tunnelId)
      throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      Tunnel tunnel = api.describeTunnel(request -> request.tunnelId(tunnelId)).tunnel();
      if (tunnel.sourceConnectionState().status() == ConnectionStatus.CONNECTED
          && tunnel.destinationConnectionState().status() == ConnectionStatus.CONNECTED) {
        return tunnel;
      }
    }
    throw new IOException("the service does not show both sides as connected");
  }

  private void runCommand(DemoDevice device, int port) throws DemoSteps.FailedException {
    steps.step(
        "Run a command on the device, through the tunnel",
        "ssh -p " + port + " " + DemoDevice.USER + "@localhost '" + COMMAND + "'",
        () -> {
          String output = DemoSsh.run(device, port, COMMAND);
          if (!output.contains("hello from the device")) {
            throw new IOException("the device answered: " + output);
          }
          return new Result<>(output, output);
        });
  }

  private static String sshLine(Path key, Path knownHosts, int port) {
    return "ssh -p %d -i %s -o UserKnownHostsFile=%s %s@localhost"
        .formatted(port, key, knownHosts, DemoDevice.USER);
  }

  private <T extends AutoCloseable> T keep(T resource) {
    started.push(resource);
    return resource;
  }
}
