package io.adit.cli.reach;

import io.adit.cli.api.ApiAccess;
import io.adit.cli.api.Tunnels;
import io.adit.peer.socket.Endpoint;
import io.adit.server.AditServer;
import io.adit.server.RunningServer;
import io.adit.server.ServerOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** A real server on free ports, and who calls it. */
public final class TestingServer implements AutoCloseable {
  private final AditServer server;
  private final Map<String, String> environment;
  private final ApiAccess access;
  private final Tunnels tunnels;

  private TestingServer(AditServer server, Map<String, String> environment) {
    this.server = server;
    this.environment = environment;
    this.access = ApiAccess.findAny(new ApiAccess.Options(null, null, null), environment);
    this.tunnels = new Tunnels(access);
  }

  public static TestingServer start(Path folder) {
    AditServer server =
        AditServer.start(
            ServerOptions.defaults(folder.resolve("data"))
                .with(new ServerOptions.Listener("127.0.0.1", 0))
                .with(ServerOptions.Mqtt.FREE));
    RunningServer running = server.endpoint();
    return new TestingServer(
        server,
        Map.of(
            "AWS_ENDPOINT_URL", running.url(),
            "AWS_REGION", running.region(),
            "AWS_ACCESS_KEY_ID", server.administrator().id(),
            "AWS_SECRET_ACCESS_KEY", server.administrator().secret(),
            "AWS_CA_BUNDLE", Objects.requireNonNull(running.ca()),
            "XDG_RUNTIME_DIR", folder.toString()));
  }

  /** What {@code adit env} would set. */
  public Map<String, String> environment() {
    return environment;
  }

  public Tunnels tunnels() {
    return tunnels;
  }

  /** A thing with an SSH and a WEB, both at one port. */
  TestingDevice device(String thing, int port) {
    Endpoint at = new Endpoint.Tcp("127.0.0.1", port);
    return TestingDevice.start(
        tunnels, DataPlane.find(access, false, environment), thing, Map.of("SSH", at, "WEB", at));
  }

  @Override
  public void close() {
    tunnels.close();
    server.close();
  }
}
