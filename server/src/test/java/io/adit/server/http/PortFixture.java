package io.adit.server.http;

import io.adit.server.testing.RawConnection;
import io.adit.server.testing.TestTls;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A port with handlers that the test sets, and connections that end with it. */
final class PortFixture implements AutoCloseable {
  private static final Duration LONG = Duration.ofMinutes(1);

  final BlockingQueue<ApiRequest> requests = new LinkedBlockingQueue<>();
  final Vertx vertx;
  final TestTls tls;

  /** Answers with the body that came. */
  volatile ApiHandler api =
      request -> {
        requests.add(request);
        return new ApiResponse(200, Map.of("Content-Type", "text/plain"), request.body());
      };

  volatile Optional<String> problem = Optional.empty();
  private final List<RawConnection> connections = new ArrayList<>();
  private TlsPort port;

  PortFixture(TestTls tls) throws IOException {
    this(tls, StrangerLimits.DEFAULT);
  }

  PortFixture(TestTls tls, StrangerLimits strangers) throws IOException {
    this.vertx = EventLoops.start(2, new Strangers(strangers, _ -> false, System::nanoTime));
    this.tls = tls;
    port = open(LONG, LONG, LONG);
  }

  TlsPort port() {
    return port;
  }

  /** Opens the port again, with another patience. */
  void reopen(Duration handshake, Duration body, Duration idle) throws IOException {
    port.close();
    port = open(handshake, body, idle);
  }

  Routes routes() {
    return new Routes(
        request -> api.handle(request),
        request -> request.refuse(503, Map.of(), "no tunnels in this test"),
        () -> problem);
  }

  RawConnection connect(String... protocols) throws IOException {
    return connect(tls, protocols);
  }

  RawConnection connect(TestTls trusting, String... protocols) throws IOException {
    RawConnection connection = RawConnection.tls(trusting.client(), port.port(), protocols);
    connections.add(connection);
    return connection;
  }

  RawConnection plain() throws IOException {
    RawConnection connection = RawConnection.plain(port.port());
    connections.add(connection);
    return connection;
  }

  RawConnection.Response get(String path) throws IOException {
    return connect().sendLines("GET " + path + " HTTP/1.1", "Host: localhost", "").readResponse();
  }

  RawConnection.Response post(byte[] body) throws IOException {
    RawConnection connection = connect();
    connection.sendLines(
        "POST / HTTP/1.1", "Host: localhost", "Content-Length: " + body.length, "");
    return connection.send(body).readResponse();
  }

  @Override
  public void close() {
    for (RawConnection connection : connections) {
      try {
        connection.close();
      } catch (IOException e) {
        // The server was first.
      }
    }
    port.close();
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private TlsPort open(Duration handshake, Duration body, Duration idle) throws IOException {
    TlsPortOptions options = new TlsPortOptions("127.0.0.1", 0, 2, handshake, body, idle);
    return TlsPort.open(vertx, options, tls.material(), routes());
  }
}
