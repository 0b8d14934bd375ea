package io.adit.server.flow;

import io.adit.wire.Memory;
import io.adit.wire.WireLimits;
import io.adit.wire.websocket.MessageFraming;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The way out of a link whose client must not be pushed: messages go in order and no faster than a
 * rate; those whose time has not come wait here.
 *
 * <pre>
 *  send ──► (tokens, and nothing waits) ─────────────► exit
 *    │                                                  ▲
 *    └────► backlog ── alarm, or exit drained: release ─┘
 * </pre>
 *
 * <p>An official V3 client ends its process when more than 131,076 bytes wait for one of its
 * applications. So no more than {@link #BURST_BYTES}, one full message and half of that, ever go at
 * once; and while the network does not take what was sent, no more is put behind it, which would
 * arrive in one burst. Not thread safe.
 */
public final class Pacer {
  /**
   * The longest message with the headers around it: a bucket that held less would not let it go.
   */
  public static final int BURST_BYTES = WireLimits.MAX_MESSAGE_BYTES + WireLimits.LENGTH_BYTES + 10;

  /**
   * From so many waiting bytes on the sender is not read: two bursts, so that the next one is there
   * when the last is out. More would only make a shell behind a copy slower.
   */
  static final int HIGH_WATER_BYTES = 2 * BURST_BYTES;

  /** Many small messages go together, rather than each with an alarm of its own. */
  private static final long SHORTEST_WAIT_NANOS = 1_000_000;

  /** Where messages go. */
  public interface Exit {
    /** Whether it must get no more now; {@link Pacer#release} is called when that is over. */
    boolean isFull();

    /** Writes exactly {@code size} bytes, before it returns. */
    void write(int size, Consumer<ByteBuffer> writer);
  }

  private final TokenBucket bucket;
  private final Exit exit;
  private final LongConsumer alarm;
  private final Backlog held;
  private boolean full;
  private boolean alarmIsSet;

  /**
   * @param nanoTime measures the rate; never goes back
   * @param memory for what waits
   * @param alarm is told in how many nanoseconds to call {@link #onAlarm}; once for each call, and
   *     never while nothing waits
   */
  public Pacer(Rate rate, LongSupplier nanoTime, Memory memory, Exit exit, LongConsumer alarm) {
    this.held = new Backlog(memory);
    this.bucket = new TokenBucket(rate, BURST_BYTES, nanoTime);
    this.exit = exit;
    this.alarm = alarm;
  }

  /**
   * Sends a message as a server does, now or later. It is written or copied before this returns.
   */
  public void send(MessageFraming framing) {
    int size = framing.size();
    if (held.isEmpty() && !exit.isFull() && bucket.take(size)) {
      exit.write(size, out -> framing.write(out, 0));
      return;
    }
    held.add(size, out -> framing.write(out, 0));
    full |= held.bytes() >= HIGH_WATER_BYTES;
    setAlarm();
  }

  /** Lets go what may. */
  public void release() {
    while (!held.isEmpty() && !exit.isFull() && bucket.take(held.nextSize())) {
      held.remove(message -> exit.write(message.remaining(), out -> out.put(message)));
    }
    full &= held.bytes() > HIGH_WATER_BYTES / 2;
    setAlarm();
  }

  /** The time has come that the alarm was set to. */
  public void onAlarm() {
    alarmIsSet = false;
    release();
  }

  /** Forgets what waits. */
  public void discard() {
    held.clear();
    full = false;
  }

  /** Whether so much waits that no more should be sent; until it is half of that. */
  public boolean isFull() {
    return full;
  }

  public int heldBytes() {
    return held.bytes();
  }

  private void setAlarm() {
    if (!alarmIsSet && !held.isEmpty() && !exit.isFull()) {
      alarmIsSet = true;
      alarm.accept(Math.max(SHORTEST_WAIT_NANOS, bucket.nanosUntil(held.nextSize())));
    }
  }
}
