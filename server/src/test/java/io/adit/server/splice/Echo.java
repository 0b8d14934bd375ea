package io.adit.server.splice;

import java.util.List;
import java.util.Optional;

/** A connection from an application at the source to one at the destination, when all is still. */
final class Echo {
  private final ModelTunnel tunnel;
  private final App atSource;
  private final App atDestination;

  private Echo(ModelTunnel tunnel, App atSource, App atDestination) {
    this.tunnel = tunnel;
    this.atSource = atSource;
    this.atDestination = atDestination;
  }

  /** Opens one; empty where it does not come out at the other side. */
  static Optional<Echo> open(ModelTunnel tunnel, String service) {
    int before = tunnel.destinationApps().size();
    Optional<App> opened = tunnel.open(service);
    tunnel.settle();
    List<App> arrived = tunnel.destinationApps().stream().skip(before).toList();
    boolean here = opened.isPresent() && opened.get().isOpen() && arrived.size() == 1;
    return here
        ? Optional.of(new Echo(tunnel, opened.get(), arrived.getFirst()))
        : Optional.empty();
  }

  /** Sends both ways; returns whether all arrived and the connection lives. */
  boolean passes() {
    if (!isOpen()) {
      return false;
    }
    sendFromSource();
    tunnel.settle();
    if (!isOpen()) {
      return false;
    }
    sendFromDestination();
    tunnel.settle();
    return isOpen()
        && atDestination.received().equals(atSource.sent())
        && atSource.received().equals(atDestination.sent());
  }

  void sendFromSource() {
    tunnel.source().ifPresent(link -> link.client().send(atSource));
  }

  void sendFromDestination() {
    tunnel.destination().ifPresent(link -> link.client().send(atDestination));
  }

  void closeBySource() {
    tunnel.source().ifPresent(link -> link.client().close(atSource));
  }

  void closeByDestination() {
    tunnel.destination().ifPresent(link -> link.client().close(atDestination));
  }

  boolean isOpen() {
    return atSource.isOpen() && atDestination.isOpen();
  }

  boolean isClosedAtBothEnds() {
    return !atSource.isOpen() && !atDestination.isOpen();
  }

  App atSource() {
    return atSource;
  }

  App atDestination() {
    return atDestination;
  }
}
