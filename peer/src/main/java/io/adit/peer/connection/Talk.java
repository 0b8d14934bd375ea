package io.adit.peer.connection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who exchanges a few bytes at a time, as people at terminals do and programs that ask databases:
 * what waits before these bytes is felt. Not thread safe; moments are in nanoseconds.
 *
 * @param <T> who they are
 */
final class Talk<T> {
  /** Somebody who types is silent for so long between two words. */
  static final long MEMORY_NANOS = Duration.ofSeconds(2).toNanos();

  private record Said<T>(T by, long at) {}

  private @Nullable Said<T> last;

  /** The last that somebody else than the last one said. */
  private @Nullable Said<T> lastOfOthers;

  void onSaid(T by, long now) {
    if (last != null && !last.by().equals(by)) {
      lastOfOthers = last;
    }
    last = new Said<>(by, now);
  }

  /** Whether anybody else than this one has said something lately. */
  boolean isAmongOthersThan(T one, long now) {
    return isLately(last, one, now) || isLately(lastOfOthers, one, now);
  }

  private boolean isLately(@Nullable Said<T> said, T one, long now) {
    return said != null && !said.by().equals(one) && now - said.at() < MEMORY_NANOS;
  }
}
