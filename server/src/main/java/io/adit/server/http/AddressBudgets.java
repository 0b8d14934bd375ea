package io.adit.server.http;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.LongSupplier;

/**
 * A {@link Budget} for each address that something came from: an IPv4 address, or an IPv6 /64
 * network, since who has one address of that has 2^64 of them. What was heard of longest ago is
 * forgotten, so that many addresses take no more memory than some. For any thread.
 */
public final class AddressBudgets {
  private static final int MOST_ADDRESSES = 10_000;
  private static final int IPV6_NETWORK_BYTES = 8;

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
    String network = network(address);
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
    Budget budget = byNetwork.get(network(address));
    if (budget != null) {
      budget.giveBack(nanoTime.getAsLong());
    }
  }

  /** What has one budget. */
  static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    int length = bytes.length == 4 ? bytes.length : IPV6_NETWORK_BYTES;
    return HexFormat.of().formatHex(bytes, 0, length);
  }
}
