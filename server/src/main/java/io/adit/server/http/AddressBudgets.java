package io.adit.server.http;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.LongSupplier;

/**
 * A {@link Budget} for each {@link ClientNetwork} that something came from. What was heard of
 * longest ago is forgotten, so that many of them take no more memory than some. For any thread.
 */
public final class AddressBudgets {
  private static final int MOST_ADDRESSES = 10_000;

  private final int perSecond;
  private final int burst;
  private final LongSupplier nanoTime;
  private final SequencedMap<String, Budget> byNetwork = new LinkedHashMap<>(); // guarded by this

  public AddressBudgets(int perSecond, int burst, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.nanoTime = nanoTime;
  }

  /** Whether there was one to take. */
  public synchronized boolean take(InetAddress address) {
    long now = nanoTime.getAsLong();
    String network = ClientNetwork.of(address).name();
    Budget budget = byNetwork.remove(network);
    if (budget == null) {
      budget = new Budget(perSecond, burst, now);
    }
    byNetwork.putLast(network, budget);
    if (byNetwork.size() > MOST_ADDRESSES) {
      byNetwork.pollFirstEntry();
    }
    return budget.take(now);
  }

  public synchronized void giveBack(InetAddress address) {
    Budget budget = byNetwork.get(ClientNetwork.of(address).name());
    if (budget != null) {
      budget.giveBack(nanoTime.getAsLong());
    }
  }
}
