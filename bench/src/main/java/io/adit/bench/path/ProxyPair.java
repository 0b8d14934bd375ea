package io.adit.bench.path;

import io.adit.bench.carry.PortSubject.Way;
import io.adit.bench.process.Child;
import io.adit.bench.process.ServerProcess;
import io.adit.bench.process.Stage;
import io.adit.bench.process.Tunnels;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A source proxy and a destination proxy of one tunnel, and the way that leads through them. Each
 * is Adit's, or one that takes the same options.
 */
public record ProxyPair(Child source, Child destination, Way way) implements AutoCloseable {
  private static final String SERVICE = "BENCH";
  private static final String CONNECTED = "Successfully established websocket connection";
  private static final String LISTENING = "Listening for new connection on port ";

  /** The command that starts a proxy of ours, without its options. */
  public static List<String> ours() {
    return List.of(ServerProcess.launcher().toString(), "proxy");
  }

  /** Starts pairs, each with a tunnel of its own. */
  public record Starter(Stage stage, ServerProcess server, Distance distance) {

    /**
     * Starts a pair that ends with the stage, if not before.
     *
     * @param source the command of the one proxy, without options
     * @param destination that of the other
     */
    public ProxyPair start(List<String> source, List<String> destination) throws IOException {
      try (var tunnels = new Tunnels(server.api())) {
        Tunnels.Tunnel tunnel = tunnels.open(SERVICE);
        var way = Way.free();
        Child device =
            proxy(
                distance.to(server.port()),
                tunnel.destinationToken(),
                Paths.with(destination, "-d", SERVICE + "=127.0.0.1:" + way.back()));
        Child operator =
            proxy(
                server.port(),
                tunnel.sourceToken(),
                Paths.with(source, "-s", SERVICE + "=" + way.front()));
        device.awaitLine(CONNECTED);
        operator.awaitLine(CONNECTED);
        operator.awaitLine(LISTENING + way.front());
        return new ProxyPair(operator, device, way);
      }
    }

    private Child proxy(int port, String token, List<String> command) throws IOException {
      return Child.start(
          stage,
          "proxy",
          Map.of(
              "ADIT_NO_BUILD",
              "1",
              "AWSIOT_TUNNEL_ENDPOINT",
              server.host() + ":" + port,
              "AWSIOT_TUNNEL_ACCESS_TOKEN",
              token,
              "SSL_CERT_FILE",
              server.authority().toString()),
          command);
    }
  }

  @Override
  public void close() {
    source.close();
    destination.close();
  }
}
