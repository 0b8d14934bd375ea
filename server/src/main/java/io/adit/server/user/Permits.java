package io.adit.server.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/**
 * A few permits for each of any number of keys, which come back with time. Keys are hashed into
 * slots, and those that fall into the same one share its permits: so memory has a bound, and no
 * number of other keys makes it forget one. Which keys share one, nobody outside can know.
 */
final class Permits {
  private static final int SLOTS = 1 << 16;
  private static final int SALT_BYTES = 16;

  private final int most;
  private final Duration refill;
  private final byte[] salt = new byte[SALT_BYTES];

  /** How many were away at a time, in milliseconds since 1970; fractions count. */
  private final float[] away = new float[SLOTS];

  private final long[] at = new long[SLOTS];

  /**
   * @param refill after so long one more is there
   */
  Permits(int most, Duration refill, SecureRandom random) {
    this.most = most;
    this.refill = refill;
    random.nextBytes(salt);
  }

  /** How long until one is there; zero: one is. */
  Duration untilOne(String key, Instant now) {
    double missing = 1 - (most - away(slot(key), now));
    return missing <= 0
        ? Duration.ZERO
        : Duration.ofMillis((long) Math.ceil(missing * refill.toMillis()));
  }

  void take(String key, Instant now) {
    add(slot(key), 1, now);
  }

  void giveBack(String key, Instant now) {
    add(slot(key), -1, now);
  }

  private void add(int slot, int count, Instant now) {
    away[slot] = (float) Math.max(0, away(slot, now) + count);
    at[slot] = now.toEpochMilli();
  }

  private double away(int slot, Instant now) {
    double returned = Math.max(0, (double) now.toEpochMilli() - at[slot]) / refill.toMillis();
    return Math.max(0, away[slot] - returned);
  }

  private int slot(String key) {
    byte[] bytes = key.getBytes(UTF_8);
    byte[] salted = ByteBuffer.allocate(SALT_BYTES + bytes.length).put(salt).put(bytes).array();
    return ByteBuffer.wrap(Secrets.sha256(salted)).getInt() & (SLOTS - 1);
  }
}
