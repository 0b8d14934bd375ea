package io.adit.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * A request for {@code /tunnel} that waits for its answer. Its facts may be read on any thread, and
 * either answer may be given on any thread, once.
 */
public final class UpgradeRequest {
  private final HttpServerRequest request;
  private final RequestHead head;
  private final Channel channel;
  private final EventLoop linkLoop;
  private final EarlyBytes earlyBytes = new EarlyBytes();

  private UpgradeRequest(HttpServerRequest request, Channel channel, EventLoop linkLoop) {
    this.request = request;
    this.head = RequestHead.of(request);
    this.channel = channel;
    this.linkLoop = linkLoop;
  }

  /**
   * Takes the connection away from the HTTP decoder; call it while the request is handed over.
   *
   * @param linkLoop where the connection goes when the request is accepted
   */
  static UpgradeRequest of(HttpServerRequest request, EventLoop linkLoop) {
    // The library's own way to a raw socket loses what came before the answer.
    Channel channel = Pipelines.channel(request);
    UpgradeRequest upgrade = new UpgradeRequest(request, channel, linkLoop);
    channel.pipeline().replace(Pipelines.DECODER, Pipelines.DECODER, upgrade.earlyBytes);
    return upgrade;
  }

  /** Whether a request wants to become a WebSocket, by its Upgrade header. */
  static boolean asksForWebSocket(HttpServerRequest request) {
    return RequestHead.of(request).headerHas("Upgrade", "websocket");
  }

  /** What it asks for. */
  public RequestHead head() {
    return head;
  }

  /** Address and port of the other end of the connection. */
  public String remoteAddress() {
    return String.valueOf(request.remoteAddress());
  }

  /** Where the connection comes from; empty: it is gone already. */
  public Optional<ClientNetwork> network() {
    return ClientNetwork.of(channel.remoteAddress());
  }

  /** The address alone, as conditions on it want it. */
  public String remoteHost() {
    return request.remoteAddress().hostAddress();
  }

  /** The event loop on which the connection will be once it is accepted. */
  public ScheduledExecutorService eventLoop() {
    return linkLoop;
  }

  /** Answers with an error in plain text, then ends the connection. */
  public void refuse(int status, Map<String, String> responseHeaders, String text) {
    channel.eventLoop().execute(() -> Answer.lastText(request, status, responseHeaders, text));
  }

  /**
   * Answers 101; from then on the connection's bytes are the socket's.
   *
   * @param home the event loop on which the socket is used
   * @param highWaterBytes see {@link RawSocket#isFull}
   * @param onSocket called on {@code home}; the connection may be gone by then, which the socket
   *     tells as it tells any end
   */
  public void accept(
      Map<String, String> responseHeaders,
      Executor home,
      int highWaterBytes,
      Consumer<RawSocket> onSocket) {
    channel
        .eventLoop()
        .execute(() -> {
          leaveHttp();
          Move.of(
              channel,
              linkLoop,
              () -> {
                RawSocket socket =
                    becomeSocket(switchingProtocols(responseHeaders), home, highWaterBytes);
                home.execute(() -> socket.guard(() -> onSocket.accept(socket)));
              });
        });
  }

  /** Nothing but TLS is left between the network and what came early. */
  private void leaveHttp() {
    Strangers.onProven(channel);
    ChannelPipeline pipeline = channel.pipeline();
    for (Map.Entry<String, ChannelHandler> entry : pipeline.toMap().entrySet()) {
      if (!(entry.getValue() instanceof SslHandler) && entry.getValue() != earlyBytes) {
        pipeline.remove(entry.getValue());
      }
    }
  }

  private RawSocket becomeSocket(String response, Executor home, int highWaterBytes) {
    RawSocket socket = new RawSocket(channel, home, highWaterBytes, earlyBytes.take());
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast("socket", socket.inbound());
    if (!channel.isActive()) {
      // A closed channel tells nobody of its end again.
      pipeline.toMap().values().forEach(pipeline::remove);
      return socket;
    }
    pipeline.remove(earlyBytes);
    var _ = channel.writeAndFlush(Unpooled.copiedBuffer(response, StandardCharsets.ISO_8859_1));
    return socket;
  }

  private static String switchingProtocols(Map<String, String> responseHeaders) {
    StringBuilder text = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n");
    responseHeaders.forEach(
        (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    return text.append("\r\n").toString();
  }
}
