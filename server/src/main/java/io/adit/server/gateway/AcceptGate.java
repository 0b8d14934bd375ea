package io.adit.server.gateway;

import io.adit.server.http.AddressBudgets;
import io.adit.server.http.Budget;
import io.adit.server.http.PortTuning;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.net.TcpOption;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets connections in at a pace, before anything is spent on their TLS handshake. When all of them
 * come too fast, the next ones wait in the kernel's queue, so that devices that come back together
 * are all served in turn. An address whose connections fail too often is cut at once.
 *
 * <p>It sits on the listening socket, on the acceptor's thread; {@link #onAccepted} is called on
 * the gateway's loop.
 */
@ChannelHandler.Sharable
final class AcceptGate extends ChannelInboundHandlerAdapter implements PortTuning {
  private final int packetBytes;
  private final LongSupplier nanoTime;
  private final Budget all; // of the acceptor's thread
  private final AddressBudgets failures;

  /** Connections that have not become a device's yet, by where they come from. */
  private final Map<InetSocketAddress, ConnectionGuard> unproven = new ConcurrentHashMap<>();

  AcceptGate(AcceptRates rates, int packetBytes, LongSupplier nanoTime) {
    this.packetBytes = packetBytes;
    this.nanoTime = nanoTime;
    this.all = new Budget(rates.perSecond(), rates.burst(), nanoTime.getAsLong());
    this.failures =
        new AddressBudgets(rates.failuresPerAddressAndSecond(), rates.failureBurst(), nanoTime);
  }

  /** A device that vanished without a word is noticed after two minutes, whatever it promised. */
  @Override
  public void beforeOptions(TcpConfig options) {
    options
        .setSoKeepAlive(true)
        .setOption(TcpOption.NODELAY, true)
        .setOption(TcpOption.KEEPIDLE, 60)
        .setOption(TcpOption.KEEPINTVL, 15)
        .setOption(TcpOption.KEEPCNT, 4);
  }

  @Override
  public void afterOptions(ServerBootstrap port) {
    port.handler(this);
  }

  /** What guards a connection that has not become a device's yet; empty: it is gone. */
  Optional<ConnectionGuard> guard(InetSocketAddress remote) {
    return Optional.ofNullable(unproven.get(remote));
  }

  /**
   * A connection has become a device's, and does not count as a failure.
   *
   * @return what guards it; empty: it is gone already
   */
  Optional<ConnectionGuard> onAccepted(InetSocketAddress remote) {
    ConnectionGuard guard = unproven.remove(remote);
    failures.giveBack(remote.getAddress());
    return Optional.ofNullable(guard);
  }

  @Override
  public void channelRead(ChannelHandlerContext port, Object accepted) {
    Channel connection = (Channel) accepted;
    if (!(connection.remoteAddress() instanceof InetSocketAddress remote)
        || !failures.take(remote.getAddress())) {
      PortTuning.cut(connection);
      return;
    }
    pace(port);
    var guard = new ConnectionGuard(packetBytes);
    guard.onGone(() -> unproven.remove(remote, guard));
    unproven.put(remote, guard);
    connection.pipeline().addLast(guard);
    port.fireChannelRead(connection);
  }

  /** Takes the next connections when it is their time. */
  private void pace(ChannelHandlerContext port) {
    long now = nanoTime.getAsLong();
    all.take(now);
    long pauseNanos = all.nanosUntilNext(now);
    if (pauseNanos > 0) {
      port.channel().config().setAutoRead(false);
      var _ =
          port.executor()
              .schedule(
                  () -> port.channel().config().setAutoRead(true),
                  pauseNanos,
                  TimeUnit.NANOSECONDS);
    }
  }
}
