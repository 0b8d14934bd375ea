package io.adit.peer;

import io.adit.wire.Extensions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A relay that a test speaks for, word by word: it takes connections over TLS and hands them out as
 * {@link FakeLink}s.
 */
final class FakeRelay implements AutoCloseable {
  private static final int WAIT_SECONDS = 20;

  private final Vertx vertx;
  private final String certificate;
  private final BlockingQueue<FakeLink> links = new LinkedBlockingQueue<>();

  private volatile Function<FakeLink.Request, String> answer = FakeLink.Request::accept;
  private NetServer server;

  private FakeRelay(Vertx vertx, String certificate) {
    this.vertx = vertx;
    this.certificate = certificate;
    this.server = listen(0);
  }

  static FakeRelay start(Vertx vertx) {
    return new FakeRelay(vertx, "relay.pem");
  }

  static FakeRelay startWithCertificate(Vertx vertx, String certificate) {
    return new FakeRelay(vertx, certificate);
  }

  int port() {
    return server.actualPort();
  }

  /** From now on every handshake gets this response; the function makes its text. */
  void answer(Function<FakeLink.Request, String> response) {
    answer = response;
  }

  /** The next link whose handshake was accepted. */
  FakeLink link() throws InterruptedException {
    FakeLink link = links.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (link == null) {
      throw new AssertionError("no link came within " + WAIT_SECONDS + " s");
    }
    return link;
  }

  /** Stops listening and drops every link, as a killed relay does. */
  void die() {
    await(server.close());
  }

  /** Listens again on the same port. */
  void revive(int port) {
    server = listen(port);
  }

  @Override
  public void close() {
    await(server.close());
  }

  private NetServer listen(int port) {
    NetServerOptions options =
        new NetServerOptions()
            .setSsl(true)
            .setSslEngineOptions(new OpenSSLEngineOptions())
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .setCertValue(Resources.read(certificate))
                    .setKeyValue(Resources.read("relay-key.pem")));
    NetServer created = vertx.createNetServer(options).connectHandler(this::onConnection);
    return await(created.listen(port, "127.0.0.1"));
  }

  private void onConnection(NetSocket socket) {
    Buffer head = Buffer.buffer();
    socket.handler(bytes -> {
      head.appendBuffer(bytes);
      if (head.toString().endsWith("\r\n\r\n")) {
        onRequest(socket, FakeLink.Request.parse(head.toString()));
      }
    });
  }

  private void onRequest(NetSocket socket, FakeLink.Request request) {
    String response = answer.apply(request);
    socket.write(response);
    if (response.startsWith("HTTP/1.1 101")) {
      links.add(new FakeLink(vertx, socket, request, agreed(response)));
    } else {
      socket.close();
    }
  }

  private static Extensions agreed(String response) {
    return Extensions.named(
        response
            .lines()
            .filter(line -> line.startsWith(Extensions.HEADER + ": "))
            .map(line -> line.substring(Extensions.HEADER.length() + 2))
            .toList());
  }

  static <T> T await(io.vertx.core.Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException
        | java.util.concurrent.ExecutionException
        | java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
