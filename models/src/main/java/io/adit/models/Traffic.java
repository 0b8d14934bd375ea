package io.adit.models;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What one end of a connection has sent and received. It sends random bytes: no two seeds begin
 * alike. Any thread may use it.
 */
public final class Traffic {
  private final long seed;
  private final SplittableRandom random; // guarded by this
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream(); // guarded by this
  private final ByteArrayOutputStream received = new ByteArrayOutputStream(); // guarded by this

  public Traffic(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /** Its next bytes to send, which count as sent from now on. */
  public synchronized byte[] next(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    sent.writeBytes(bytes);
    return bytes;
  }

  public synchronized void onReceived(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.duplicate().get(bytes);
    received.writeBytes(bytes);
  }

  public synchronized int sentBytes() {
    return sent.size();
  }

  public synchronized int receivedBytes() {
    return received.size();
  }

  /** Whether it received all that the other sent so far, and nothing else. */
  public boolean isAllOf(Traffic sender) {
    return receivedBytes() == sender.sentBytes() && isPrefixOf(sender);
  }

  /** Whether what it received is the beginning of what the other sent, or nothing. */
  public boolean isPrefixOf(Traffic sender) {
    byte[] here = received();
    byte[] there = sender.sent();
    return here.length <= there.length
        && Arrays.equals(here, 0, here.length, there, 0, here.length);
  }

  private synchronized byte[] sent() {
    return sent.toByteArray();
  }

  private synchronized byte[] received() {
    return received.toByteArray();
  }

  @Override
  public String toString() {
    return "traffic %d, sent %d, received %d".formatted(seed, sentBytes(), receivedBytes());
  }
}
