package io.adit.server.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A rate that several have together, each as much as any other. Bytes are granted in quanta; who
 * wants one while there is none waits in turn, so that all who want more than there is get the same
 * in the long run, however large their messages are.
 *
 * <pre>
 *  ask ──► (nobody waits, and a quantum is there) ──► granted at once
 *    │                                                    ▲
 *    └────► waits in turn ──── alarm: the next quantum ───┘
 * </pre>
 *
 * <p>There is at most one alarm, however many wait, and none while nobody does. Thread safe.
 */
public final class SharedRate {
  private static final long QUANTA_PER_SECOND = 50;
  private static final long SMALLEST_QUANTUM = 1_024;
  private static final long LARGEST_QUANTUM = 256 * 1024;

  /** What a tenth of a second brings may go at once after a rest; not less, and not more. */
  private static final long BURSTS_PER_SECOND = 10;

  private static final long SMALLEST_BURST = 5 * SMALLEST_QUANTUM;
  private static final long LARGEST_BURST = 64 * 1024 * 1024;

  private static final long SHORTEST_WAIT_NANOS = 1_000_000;

  /** Who asks for bytes. */
  interface Waiter {
    /** It has a quantum that it waited for; called on any thread. */
    void onGranted(int bytes);

    /** Runs a task after so many nanoseconds, on any thread. */
    void alarm(long nanos, Runnable task);
  }

  private final String name;
  private final Rate rate;
  private final int quantum;

  // guarded by this
  private final TokenBucket bucket;
  private final Deque<Waiter> waiting = new ArrayDeque<>();
  private boolean alarmIsSet;

  /**
   * @param name whose rate it is, in words
   * @param nanoTime measures the rate; never goes back
   */
  public SharedRate(String name, Rate rate, LongSupplier nanoTime) {
    this.name = name;
    this.rate = rate;
    this.quantum =
        (int)
            Math.clamp(
                rate.bytesPerSecond() / QUANTA_PER_SECOND, SMALLEST_QUANTUM, LARGEST_QUANTUM);
    long burst =
        Math.clamp(rate.bytesPerSecond() / BURSTS_PER_SECOND, SMALLEST_BURST, LARGEST_BURST);
    this.bucket = new TokenBucket(rate, (int) burst, nanoTime);
  }

  public Rate rate() {
    return rate;
  }

  /** Such as {@code 800 KB/s for each tunnel}. */
  public String inWords() {
    return rate + " for " + name;
  }

  /** A quantum of bytes now; 0: it is granted in turn, and must not be asked for again before. */
  synchronized int ask(Waiter waiter) {
    if (waiting.isEmpty() && bucket.take(quantum)) {
      return quantum;
    }
    waiting.add(waiter);
    setAlarm();
    return 0;
  }

  /** Whoever waits does so no more. */
  synchronized void leave(Waiter waiter) {
    waiting.remove(waiter);
  }

  private void onAlarm() {
    // Told without the lock: they may ask again at once.
    grantable().forEach(waiter -> waiter.onGranted(quantum));
  }

  private synchronized List<Waiter> grantable() {
    alarmIsSet = false;
    List<Waiter> granted = new ArrayList<>();
    while (!waiting.isEmpty() && bucket.take(quantum)) {
      granted.add(waiting.remove());
    }
    setAlarm();
    return granted;
  }

  private void setAlarm() {
    Waiter next = waiting.peek();
    if (next != null && !alarmIsSet) {
      alarmIsSet = true;
      next.alarm(Math.max(SHORTEST_WAIT_NANOS, bucket.nanosUntil(quantum)), this::onAlarm);
    }
  }
}
