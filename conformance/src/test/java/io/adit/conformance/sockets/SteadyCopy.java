package io.adit.conformance.sockets;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Copies through a tunnel, round after round, beside what else happens. */
public final class SteadyCopy implements AutoCloseable {
  private static final int BLOCKS = 8;

  private final ExchangeConnection connection;
  private final CompletableFuture<Void> copying;
  private volatile boolean stopped;
  private volatile long rounds;

  public SteadyCopy(int port) throws IOException {
    this(new ExchangeConnection(port));
  }

  /** For a tunnel that somebody may hold up for so long. */
  public static SteadyCopy bearing(Duration holdUp, int port) throws IOException {
    return new SteadyCopy(new ExchangeConnection(port, holdUp.plusMinutes(2)));
  }

  private SteadyCopy(ExchangeConnection connection) {
    this.connection = connection;
    copying = DeviceExchange.inBackground(this::copy);
  }

  private void copy() throws IOException {
    for (long round = 0; !stopped; round++) {
      connection.exchange(round, BLOCKS);
      rounds = round + 1;
    }
  }

  public long rounds() {
    return rounds;
  }

  /** Ends after the round that is under way; fails where a byte was lost, added or changed. */
  public long finish() {
    stopped = true;
    copying.join();
    return rounds;
  }

  /** Whether it broke off. */
  public boolean isBroken() {
    return copying.isCompletedExceptionally();
  }

  @Override
  public void close() {
    stopped = true;
    connection.close();
  }
}
