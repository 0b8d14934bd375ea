package io.adit.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A web proxy that a test speaks for: it answers CONNECT as it is told, and after a 2xx carries
 * bytes to where it was asked to.
 */
final class FakeWebProxy implements AutoCloseable {
  private static final int WAIT_SECONDS = 20;
  static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";

  private static final Pattern AGREES = Pattern.compile("HTTP/1\\.[01] 2[0-9][0-9]");

  private final Vertx vertx;
  private final NetServer server;
  private final NetClient client;
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

  private volatile Function<String, List<String>> answer = _ -> List.of(ESTABLISHED);

  private FakeWebProxy(Vertx vertx, NetServerOptions options) {
    this.vertx = vertx;
    this.client = vertx.createNetClient();
    NetServer created = vertx.createNetServer(options).connectHandler(this::onConnection);
    this.server = FakeRelay.await(created.listen(0, "127.0.0.1"));
  }

  static FakeWebProxy start(Vertx vertx) {
    return new FakeWebProxy(vertx, new NetServerOptions());
  }

  static FakeWebProxy startWithTls(Vertx vertx, String certificate) {
    return new FakeWebProxy(
        vertx,
        new NetServerOptions()
            .setSsl(true)
            .setSslEngineOptions(new OpenSSLEngineOptions())
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .setCertValue(Resources.read(certificate))
                    .setKeyValue(Resources.read("relay-key.pem"))));
  }

  int port() {
    return server.actualPort();
  }

  /** From now on a request is answered with these pieces, one after another. */
  void answer(Function<String, List<String>> pieces) {
    answer = pieces;
  }

  /** The next CONNECT, with all its lines. */
  String request() throws InterruptedException {
    String request = requests.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("nobody came within " + WAIT_SECONDS + " s");
    }
    return request;
  }

  @Override
  public void close() {
    FakeRelay.await(server.close());
    FakeRelay.await(client.close());
  }

  private void onConnection(NetSocket socket) {
    Buffer head = Buffer.buffer();
    socket.exceptionHandler(_ -> {});
    socket.handler(bytes -> {
      head.appendBuffer(bytes);
      if (head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        socket.handler(null);
        onRequest(socket, head.toString(ISO_8859_1));
      }
    });
  }

  private void onRequest(NetSocket socket, String request) {
    requests.add(request);
    List<String> pieces = answer.apply(request);
    if (AGREES.matcher(String.join("", pieces)).find()) {
      socket.pause();
      connect(socket, request.split(" ", 3)[1], pieces);
    } else {
      send(socket, pieces, socket::close);
    }
  }

  private void connect(NetSocket socket, String target, List<String> pieces) {
    int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
    client
        .connect(port, "127.0.0.1")
        .onSuccess(relay ->
            send(
                socket,
                pieces,
                () -> {
                  relay.exceptionHandler(_ -> {});
                  socket.handler(relay::write).closeHandler(_ -> relay.close());
                  relay.handler(socket::write).closeHandler(_ -> socket.close());
                  socket.resume();
                }))
        .onFailure(_ -> socket.close());
  }

  /** Each in a write, and a turn of the event loop, of its own. */
  private void send(NetSocket socket, List<String> pieces, Runnable then) {
    if (pieces.isEmpty()) {
      then.run();
      return;
    }
    socket
        .write(Buffer.buffer(pieces.getFirst(), "ISO-8859-1"))
        .onComplete(
            _ -> vertx.runOnContext(_ -> send(socket, pieces.subList(1, pieces.size()), then)));
  }
}
