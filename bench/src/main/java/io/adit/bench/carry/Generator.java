package io.adit.bench.carry;

import io.adit.bench.process.EventLoops;
import io.adit.bench.process.Sockets;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes the connections of the load, all in this process. */
public final class Generator implements AutoCloseable {
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long SEED = 20_261_127;
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(256 * 1024, 512 * 1024);

  private final EventLoops loops = new EventLoops(Runtime.getRuntime().availableProcessors());

  /** What to do with a connection when it is there, TLS included. */
  public interface Opening {
    /** Called on the connection's event loop, once. */
    void onOpen(Channel channel);
  }

  /** Connects to loopback. */
  public void connect(int port, @Nullable SslContext tls, Opening opening) throws IOException {
    var opened = new CompletableFuture<Channel>();
    ChannelFuture connecting =
        loops
            .client()
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(2048, 65_536, 262_144))
            .handler(initializer(tls, opening, opened))
            .connect(InetAddress.getLoopbackAddress(), port);
    connecting.addListener(done -> {
      if (!done.isSuccess()) {
        opened.completeExceptionally(done.cause());
      }
    });
    Sockets.await(opened, PATIENCE, "Cannot connect to port " + port);
  }

  /** Accepts connections on a port of loopback until the channel is closed. */
  Accepting accept(int port, @Nullable SslContext tls) throws IOException {
    var accepted = new LinkedBlockingQueue<Pump>();
    ChannelFuture binding =
        loops
            .server()
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(2048, 65_536, 262_144))
            .childHandler(
                initializer(
                    tls, channel -> awaitGreeting(channel, accepted), new CompletableFuture<>()))
            .bind(InetAddress.getLoopbackAddress(), port)
            .awaitUninterruptibly();
    if (!binding.isSuccess()) {
      throw new IOException("Cannot listen on port " + port, binding.cause());
    }
    return new Accepting(binding.channel(), accepted);
  }

  /** A listening socket and the pumps of what connected to it. */
  record Accepting(Channel listening, BlockingQueue<Pump> accepted) implements AutoCloseable {
    Pump next() throws IOException {
      try {
        Pump pump = accepted.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (pump == null) {
          throw new IOException("no connection comes through the relay");
        }
        return pump;
      } catch (InterruptedException e) {
        throw new IOException("interrupted", e);
      }
    }

    @Override
    public void close() {
      listening.close().awaitUninterruptibly();
    }
  }

  /**
   * A pump for the end that connects. It says something first, so that the other end can be told
   * from what a proxy makes of connections that only look whether it listens.
   */
  static Pump greetingPump(Channel channel) {
    var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[1]));
    return pump(channel);
  }

  private static void awaitGreeting(Channel channel, BlockingQueue<Pump> accepted) {
    channel
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext context, Object greeting) {
                ReferenceCountUtil.release(greeting);
                context.pipeline().remove(this);
                accepted.add(pump(channel));
              }
            });
  }

  /** A pump of bare bytes for a connection, at the end of its pipeline. */
  private static Pump pump(Channel channel) {
    var pump = new Pump(channel, Unpooled.directBuffer().writeBytes(payload()));
    channel.pipeline().addLast(pump);
    return pump;
  }

  /** What each message carries: nothing that could be made smaller. */
  public static byte[] payload() {
    byte[] bytes = new byte[Circuits.MESSAGE_BYTES];
    new Random(SEED).nextBytes(bytes);
    return bytes;
  }

  private static ChannelInitializer<SocketChannel> initializer(
      @Nullable SslContext tls, Opening opening, CompletableFuture<Channel> opened) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        if (tls != null) {
          channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        channel.pipeline().addLast(new Awaiting(tls != null, opening, opened));
      }
    };
  }

  /** Waits for the TCP connection or the TLS handshake, and gives its place up to what follows. */
  private static final class Awaiting extends ChannelInboundHandlerAdapter {
    private final boolean encrypted;
    private final Opening opening;
    private final CompletableFuture<Channel> opened;

    Awaiting(boolean encrypted, Opening opening, CompletableFuture<Channel> opened) {
      this.encrypted = encrypted;
      this.opening = opening;
      this.opened = opened;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      if (!encrypted) {
        open(context);
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
          open(context);
        } else {
          opened.completeExceptionally(handshake.cause());
        }
      }
    }

    private void open(ChannelHandlerContext context) {
      opening.onOpen(context.channel());
      opened.complete(context.channel());
      context.pipeline().remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      opened.completeExceptionally(cause);
      var _ = context.close();
    }
  }

  @Override
  public void close() {
    loops.close();
  }
}
