package io.adit.agent.health;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the agent is (sd_notify(3)), where it was started by it. The only user of
 * Netty's sockets here: the JDK has no datagrams over Unix sockets.
 */
public final class ServiceManager {
  private static final Logger log = LoggerFactory.getLogger(ServiceManager.class);
  private static final String SOCKET = "NOTIFY_SOCKET";

  private final @Nullable Channel channel;
  private final Optional<Duration> watchdog;

  private ServiceManager(@Nullable Channel channel, Optional<Duration> watchdog) {
    this.channel = channel;
    this.watchdog = watchdog;
  }

  /** The one that the environment names, or one that hears nothing. */
  public static ServiceManager of(Map<String, String> environment, Vertx vertx) {
    String socket = environment.getOrDefault(SOCKET, "");
    if (socket.isEmpty()) {
      return new ServiceManager(null, Optional.empty());
    }
    if (!vertx.isNativeTransportEnabled()) {
      log.warn("{} is set, but this platform's transport cannot reach it", SOCKET);
      return new ServiceManager(null, Optional.empty());
    }
    // An @ stands for the zero byte that an abstract socket's name begins with.
    var address = new DomainSocketAddress(socket.replaceFirst("^@", "\0"));
    return new ServiceManager(open(vertx, address), watchdog(environment));
  }

  private static @Nullable Channel open(Vertx vertx, DomainSocketAddress address) {
    try {
      return new Bootstrap()
          .group(((VertxInternal) vertx).nettyEventLoopGroup())
          .channel(EpollDomainDatagramChannel.class)
          .handler(new Deaf())
          .connect(address)
          .syncUninterruptibly()
          .channel();
    } catch (RuntimeException e) {
      log.warn("{} is set, but it cannot be connected to: {}", SOCKET, e.toString());
      return null;
    }
  }

  private static Optional<Duration> watchdog(Map<String, String> environment) {
    String pid = environment.getOrDefault("WATCHDOG_PID", "");
    if (!pid.isEmpty() && !pid.equals(Long.toString(ProcessHandle.current().pid()))) {
      return Optional.empty();
    }
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    return micros.matches("[1-9][0-9]{0,15}")
        ? Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1_000))
        : Optional.empty();
  }

  /** How long it takes silence before it restarts the agent. */
  public Optional<Duration> watchdog() {
    return watchdog;
  }

  /** The agent listens to signals, and its configuration is good. */
  public void onReady(String status) {
    tell("READY=1\nSTATUS=" + status);
  }

  /** It reads its configuration again; {@link #onReady} follows. */
  public void onReloading() {
    tell("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1_000);
  }

  /** It ends, and may take some time for that. */
  public void onStopping(Duration atMost) {
    tell("STOPPING=1\nEXTEND_TIMEOUT_USEC=" + (atMost.toMillis() + 10_000) * 1_000);
  }

  public void onStatus(String status) {
    tell("STATUS=" + status);
  }

  /** The agent's event loop turns. */
  public void onAlive() {
    tell("WATCHDOG=1");
  }

  private void tell(String text) {
    if (channel != null) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      channel
          .writeAndFlush(Unpooled.wrappedBuffer(bytes))
          .addListener(sent -> {
            if (!sent.isSuccess()) {
              log.debug("systemd was not told: {}", String.valueOf(sent.cause()));
            }
          });
    }
  }

  public void close() {
    if (channel != null) {
      var _ = channel.close();
    }
  }

  /** Nothing ever comes. */
  private static final class Deaf extends SimpleChannelInboundHandler<Object> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, Object message) {}
  }
}
