package io.adit.agent;

import io.adit.wire.Extensions;
import io.adit.wire.FrameReader;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.Subprotocol;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A relay that a test speaks for, on a WebSocket library that is not ours. */
final class ScriptedRelay implements AutoCloseable {
  /** The relay's end of a destination's link. */
  static final class Link {
    private final ServerWebSocket socket;
    private final String accessToken;
    private final String clientToken;
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> closes = new LinkedBlockingQueue<>();

    Link(HttpServerRequest request, ServerWebSocket socket) {
      this.socket = socket;
      this.accessToken = String.valueOf(request.getHeader("access-token"));
      this.clientToken = String.valueOf(request.getHeader("client-token"));
      FrameReader frames = new FrameReader();
      socket.handler(bytes ->
          frames.read(
              ByteBuffer.wrap(bytes.getBytes()),
              frame ->
                  messages.add(
                      MessageCodec.decode(copy(frame), MessageCodec.UnknownFields.REFUSE))));
      socket.closeHandler(_ -> {
        Short code = socket.closeStatusCode();
        closes.add(code == null ? -1 : code.intValue());
      });
      socket.exceptionHandler(_ -> {});
    }

    String accessToken() {
      return accessToken;
    }

    String clientToken() {
      return clientToken;
    }

    Message next() throws InterruptedException {
      return Waiting.next(messages);
    }

    /** The code of the close frame that came, or -1. */
    int close() throws InterruptedException {
      return Waiting.next(closes);
    }

    void send(Message message) {
      ByteBuffer out = ByteBuffer.allocate(2 + MessageCodec.encodedSize(message));
      out.putShort((short) MessageCodec.encodedSize(message));
      MessageCodec.encode(message, out);
      Waiting.await(socket.writeBinaryMessage(Buffer.buffer(out.array())));
    }

    Link announce(String... services) {
      send(new Message.ServiceIds(List.of(services)));
      return this;
    }

    void end(int code, String reason) {
      Waiting.await(socket.close((short) code, reason));
    }

    private static ByteBuffer copy(ByteBuffer frame) {
      byte[] bytes = new byte[frame.remaining()];
      frame.duplicate().get(bytes);
      return ByteBuffer.wrap(bytes);
    }
  }

  private final BlockingQueue<Link> links = new LinkedBlockingQueue<>();
  private final HttpServer server;
  private volatile @Nullable String refusal;

  ScriptedRelay(Vertx vertx) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(0)
            .setSsl(true)
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .setCertValue(Resources.read("server.pem"))
                    .setKeyValue(Resources.read("server.key")))
            .setWebSocketSubProtocols(List.of(Subprotocol.V3.wireName()));
    server = vertx.createHttpServer(options).requestHandler(this::onRequest);
    Waiting.await(server.listen());
  }

  int port() {
    return server.actualPort();
  }

  /** The next link. */
  Link link() throws InterruptedException {
    return Waiting.next(links);
  }

  boolean hasLinks() {
    return !links.isEmpty();
  }

  /** From now on nobody is let in. */
  void refuse(String reason) {
    refusal = reason;
  }

  @Override
  public void close() {
    Waiting.await(server.close());
  }

  private void onRequest(HttpServerRequest request) {
    String reason = refusal;
    if (reason != null) {
      request.response().setStatusCode(400).end(reason);
      return;
    }
    request.response().putHeader(Extensions.HEADER, new Extensions(true, false).header());
    request.toWebSocket().onSuccess(socket -> links.add(new Link(request, socket)));
  }
}
