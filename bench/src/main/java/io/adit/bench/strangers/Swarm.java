package io.adit.bench.strangers;

import io.adit.bench.process.EventLoops;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many strangers who want to have so many connections at once, and come back when they are put out,
 * at a pace of their own: what they do costs them the same, whatever it costs the other end.
 */
final class Swarm implements AutoCloseable {
  private static final int TICKS_PER_SECOND = 10;

  /** More than these would be no help: the server counts connections by address. */
  private static final int ADDRESSES = 8;

  /**
   * What they want.
   *
   * @param connections at once
   * @param perSecond connections that they make
   */
  record Size(int connections, int perSecond) {}

  private final EventLoops loops = new EventLoops(1);
  private final Size size;
  private final int port;
  private final SslContext tls;
  private final Manner manner;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("swarm").factory());

  private final Set<Channel> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connecting = new AtomicInteger();
  private final AtomicInteger tried = new AtomicInteger();
  private volatile int mostOpen;
  private volatile long loopThread;
  private volatile boolean over;

  Swarm(Size size, int port, SslContext tls, Manner manner) {
    this.size = size;
    this.port = port;
    this.tls = tls;
    this.manner = manner;
    var _ =
        timer.scheduleAtFixedRate(this::tick, 0, 1_000 / TICKS_PER_SECOND, TimeUnit.MILLISECONDS);
  }

  /** How many connections there were at once, at most. */
  int mostOpen() {
    return mostOpen;
  }

  /** How many connections were tried. */
  int tried() {
    return tried.get();
  }

  /** Processor time of all connections up to now. */
  double cpuSeconds() {
    long thread = loopThread;
    return thread == 0
        ? 0
        : Math.max(0, ManagementFactory.getThreadMXBean().getThreadCpuTime(thread)) / 1e9;
  }

  private void tick() {
    mostOpen = Math.max(mostOpen, open.size());
    open.forEach(channel -> channel.eventLoop().execute(() -> manner.onTick(channel)));
    int missing = size.connections() - open.size() - connecting.get();
    int now = Math.min(missing, size.perSecond() / TICKS_PER_SECOND);
    for (int i = 0; i < now; i++) {
      connect();
    }
  }

  private void connect() {
    connecting.incrementAndGet();
    int number = tried.getAndIncrement();
    loops
        .client()
        .option(ChannelOption.SO_LINGER, 0) // no port waits for anything
        .option(ChannelOption.SO_REUSEADDR, true)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                loopThread = Thread.currentThread().threadId();
                if (manner.speaksTls()) {
                  channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                }
                channel.pipeline().addLast(new Stranger());
              }
            })
        .connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), from(number % ADDRESSES))
        .addListener(_ -> connecting.decrementAndGet());
  }

  private static InetSocketAddress from(int address) {
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (1 + address)}), 0);
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }

  @Override
  public void close() {
    over = true;
    timer.shutdownNow();
    for (Channel channel : open) {
      var _ = channel.close();
    }
    loops.close();
  }

  /** One connection; what comes on it is dropped. */
  private final class Stranger extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      open.add(context.channel());
      if (over) {
        var _ = context.close();
      } else if (!manner.speaksTls()) {
        manner.onOpen(context.channel());
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
        manner.onOpen(context.channel());
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      open.remove(context.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close(); // put out, as it should be
    }
  }
}
