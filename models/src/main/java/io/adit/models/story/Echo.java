package io.adit.models.story;

import io.adit.models.App;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A connection from an application at the source to one at the destination. */
public final class Echo {
  private static final int BYTES = 100;

  private final StoryTunnel tunnel;
  private final App atSource;
  private final App atDestination;

  private Echo(StoryTunnel tunnel, App atSource, App atDestination) {
    this.tunnel = tunnel;
    this.atSource = atSource;
    this.atDestination = atDestination;
  }

  /** Opens one; empty where it does not come out at the other side, and live. */
  public static Optional<Echo> open(StoryTunnel tunnel, String service) {
    int before = tunnel.arrived(service).size();
    Optional<App> opened = tunnel.open(service);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    App atSource = opened.get();
    await(tunnel, () -> !atSource.isOpen() || tunnel.arrived(service).size() > before);
    List<App> arrived = tunnel.arrived(service).stream().skip(before).toList();
    return atSource.isOpen() && arrived.size() == 1
        ? Optional.of(new Echo(tunnel, atSource, arrived.getFirst()))
        : Optional.empty();
  }

  /** Sends both ways; returns whether all arrived and the connection lives. */
  public boolean passes() {
    return passes(atSource, atDestination) && passes(atDestination, atSource);
  }

  private boolean passes(App from, App to) {
    if (!isOpen()) {
      return false;
    }
    from.send(BYTES);
    await(tunnel, () -> !isOpen() || to.traffic().isAllOf(from.traffic()));
    return isOpen() && to.traffic().isAllOf(from.traffic());
  }

  /** The source's application closes it. */
  public void close() {
    atSource.close();
    await(tunnel, () -> !atDestination.isOpen());
  }

  private boolean isOpen() {
    return atSource.isOpen() && atDestination.isOpen();
  }

  private static void await(StoryTunnel tunnel, BooleanSupplier condition) {
    tunnel.settle(() -> condition.getAsBoolean() ? List.of() : List.of("not yet"));
  }
}
