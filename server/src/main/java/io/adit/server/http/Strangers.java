package io.adit.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/**
 * The connections of those who have not shown yet that they have business here: whose token let no
 * link in, and whose signature made no call. They are bounded, from the moment that they are
 * accepted: where there are too many, the one that has been there longest gives way, so that who
 * comes to the point in time is let in beside any number of those who never do. An address whose
 * connections come to nothing too often is cut before anything is spent on its TLS handshakes.
 *
 * <p>It sits on the listening socket, on the acceptor's thread; the rest is for any thread.
 */
@ChannelHandler.Sharable
final class Strangers extends ChannelInboundHandlerAdapter implements PortTuning {
  private static final SequencedSet<Channel> NOBODY =
      Collections.unmodifiableSequencedSet(new LinkedHashSet<>(0));

  private static final AttributeKey<Strangers> AMONG = AttributeKey.valueOf("io.adit.stranger");

  private final StrangerLimits limits;
  private final Predicate<ClientNetwork> isFlood;
  private final AddressBudgets failures;
  private final RefusalLog refusals;
  private final SequencedSet<Channel> all = new LinkedHashSet<>(); // guarded by this
  private final Map<String, SequencedSet<Channel>> byNetwork = new HashMap<>(); // guarded by this

  /**
   * @param isFlood whose connections are cut at once for what they did elsewhere, without a word
   */
  Strangers(StrangerLimits limits, Predicate<ClientNetwork> isFlood, LongSupplier nanoTime) {
    this.limits = limits;
    this.isFlood = isFlood;
    this.failures = new AddressBudgets(limits.perAddressAndSecond(), limits.burst(), nanoTime);
    this.refusals = new RefusalLog(LoggerFactory.getLogger(Strangers.class), nanoTime);
  }

  /**
   * Whoever is at the other end has business here; where that is known already, nothing happens.
   */
  static void onProven(Channel connection) {
    Strangers among = connection.attr(AMONG).get();
    if (among != null && among.forget(connection)) {
      among.failures.giveBack(address(connection));
    }
  }

  @Override
  public void afterOptions(ServerBootstrap port) {
    port.handler(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext port, Object accepted) {
    Channel connection = (Channel) accepted;
    if (!(connection.remoteAddress() instanceof InetSocketAddress remote)) {
      PortTuning.cut(connection); // it is gone already
    } else if (isFlood.test(ClientNetwork.of(remote.getAddress()))) {
      PortTuning.cut(connection);
    } else if (!failures.take(remote.getAddress())) {
      refusals.add(
          "Connections from %s are cut: more than %d a second come to nothing"
              .formatted(remote.getAddress().getHostAddress(), limits.perAddressAndSecond()));
      PortTuning.cut(connection);
    } else if (!admit(connection, remote.getAddress())) {
      PortTuning.cut(connection);
    } else {
      connection.attr(AMONG).set(this);
      connection.closeFuture().addListener(_ -> forget(connection));
      port.fireChannelRead(connection);
    }
  }

  /** Makes room for it where there is none; false: there can be none. */
  private synchronized boolean admit(Channel connection, InetAddress address) {
    String network = ClientNetwork.of(address).name();
    SequencedSet<Channel> ofNetwork = byNetwork.getOrDefault(network, NOBODY);
    boolean hasRoom =
        (ofNetwork.size() < limits.mostOfOneAddress()
                || giveWay(ofNetwork, limits.mostOfOneAddress() + " of its address"))
            && (all.size() < limits.most() || giveWay(all, limits.most() + " of all addresses"));
    if (hasRoom) {
      all.add(connection);
      // Anew: the one that gave way may have been the last of its address.
      byNetwork.computeIfAbsent(network, _ -> new LinkedHashSet<>(2)).add(connection);
    }
    return hasRoom;
  }

  /** Cuts the oldest that an event loop has; none, where all of them have just come. */
  private boolean giveWay(SequencedSet<Channel> among, String most) {
    Optional<Channel> oldest = among.stream().filter(Channel::isRegistered).findFirst();
    oldest.ifPresent(connection -> {
      refusals.add(
          "A connection from %s is cut: it has come to nothing yet, and there are %s"
              .formatted(address(connection).getHostAddress(), most));
      forget(connection);
      var _ = connection.close();
    });
    return oldest.isPresent();
  }

  /** Returns whether it was among them. */
  private synchronized boolean forget(Channel connection) {
    if (!all.remove(connection)) {
      return false;
    }
    String network = network(connection);
    SequencedSet<Channel> ofNetwork = byNetwork.get(network);
    if (ofNetwork != null && ofNetwork.remove(connection) && ofNetwork.isEmpty()) {
      byNetwork.remove(network);
    }
    return true;
  }

  private static String network(Channel connection) {
    return ClientNetwork.of(address(connection)).name();
  }

  /** Known also when the connection is gone. */
  private static InetAddress address(Channel connection) {
    return ((InetSocketAddress) connection.remoteAddress()).getAddress();
  }
}
