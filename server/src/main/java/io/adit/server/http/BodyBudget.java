package io.adit.server.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much all requests together may keep of their bodies, which have to be whole before anybody
 * knows who sends them. For any thread.
 */
final class BodyBudget {
  private static final long MOST_BYTES = 64L << 20;

  private final AtomicLong bytes = new AtomicLong();

  /** Takes what a body grows by; false: there is too much already, and nothing is taken. */
  boolean take(int count) {
    if (bytes.addAndGet(count) <= MOST_BYTES) {
      return true;
    }
    giveBack(count);
    return false;
  }

  void giveBack(int count) {
    bytes.addAndGet(-count);
  }
}
