package io.adit.bench.idle;

import io.adit.bench.process.EventLoops;
import io.adit.bench.process.ServerProcess;
import io.adit.bench.process.Sockets;
import io.adit.wire.Subprotocol;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Links of tunnels that answer pings and do nothing else. */
final class IdleLinks implements AutoCloseable {
  private static final int CONNECTING_AT_ONCE = 50;
  private static final int MAX_MESSAGE_BYTES = 256 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EventLoops loops = new EventLoops(1);
  private final ServerProcess server;
  private final SslContext tls;
  private final List<Channel> channels = new ArrayList<>();

  IdleLinks(ServerProcess server) throws IOException {
    this.server = server;
    this.tls = Sockets.tls(server.authority()).build();
  }

  /** Which side of a tunnel a link serves, and what lets it in. */
  record Ticket(String mode, String accessToken) {}

  /** Connects these; on return each has its WebSocket. */
  void connect(List<Ticket> tickets) throws IOException {
    var room = new Semaphore(CONNECTING_AT_ONCE);
    var connected = new CompletableFuture<?>[tickets.size()];
    for (int i = 0; i < connected.length; i++) {
      var upgraded = new CompletableFuture<@Nullable Void>();
      room.acquireUninterruptibly();
      connected[i] = upgraded.whenComplete((_, _) -> room.release());
      channels.add(connect(tickets.get(i), upgraded));
    }
    Sockets.await(CompletableFuture.allOf(connected), PATIENCE, "Not all links were let in");
  }

  private Channel connect(Ticket ticket, CompletableFuture<@Nullable Void> upgraded) {
    // A source address for each side: one alone has not many more ports than are needed.
    byte last = (byte) (ticket.mode().equals("source") ? 2 : 3);
    return loops
        .client()
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel
                    .pipeline()
                    .addLast(tls.newHandler(channel.alloc()))
                    .addLast(new HttpClientCodec())
                    .addLast(new HttpObjectAggregator(MAX_MESSAGE_BYTES))
                    .addLast(new WebSocketClientProtocolHandler(handshake(ticket)))
                    .addLast(new Upgraded(upgraded));
              }
            })
        .connect(loopback((byte) 1, server.port()), loopback(last, 0))
        .addListener(tried -> {
          if (!tried.isSuccess()) {
            upgraded.completeExceptionally(tried.cause());
          }
        })
        .channel();
  }

  private static InetSocketAddress loopback(byte last, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, last}), port);
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }

  private WebSocketClientProtocolConfig handshake(Ticket ticket) {
    return WebSocketClientProtocolConfig.newBuilder()
        .webSocketUri(
            URI.create(
                "wss://localhost:%d/tunnel?local-proxy-mode=%s"
                    .formatted(server.port(), ticket.mode())))
        .subprotocol(Subprotocol.V3.wireName())
        .customHeaders(new DefaultHttpHeaders().add("access-token", ticket.accessToken()))
        .maxFramePayloadLength(MAX_MESSAGE_BYTES)
        .build();
  }

  /** How many are still connected. */
  long connected() {
    return channels.stream().filter(Channel::isActive).count();
  }

  @Override
  public void close() {
    loops.close();
  }

  /** Waits for the WebSocket; what comes on it is dropped. */
  private static final class Upgraded extends ChannelInboundHandlerAdapter {
    private final CompletableFuture<@Nullable Void> upgraded;

    Upgraded(CompletableFuture<@Nullable Void> upgraded) {
      this.upgraded = upgraded;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
        upgraded.complete(null);
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      upgraded.completeExceptionally(new IOException("the server ended a connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      upgraded.completeExceptionally(cause);
      var _ = context.close();
    }
  }
}
