package io.adit.conformance.programs;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** A moment by which something must have happened. */
public final class Within {
  private static final long PERIOD_MILLIS = 20;

  private final Duration limit;
  private final long end;

  private Within(Duration limit) {
    this.limit = limit;
    this.end = System.nanoTime() + limit.toNanos();
  }

  public static Within seconds(long seconds) {
    return new Within(Duration.ofSeconds(seconds));
  }

  /** Asks until there is an answer; the last {@code lookedLike} is in the failure. */
  public <T> T await(String what, Supplier<Optional<T>> question, Supplier<String> lookedLike) {
    while (true) {
      var answer = question.get();
      if (answer.isPresent()) {
        return answer.get();
      }
      if (isOver()) {
        throw late(what, lookedLike.get());
      }
      pause();
    }
  }

  AssertionError late(String what, String lookedLike) {
    return new AssertionError(
        "Not within %d s: %s. What there was:%n%s".formatted(limit.toSeconds(), what, lookedLike));
  }

  boolean isOver() {
    return end - System.nanoTime() <= 0;
  }

  /** At least 1, because 0 means no limit to some who wait. */
  long millisLeft() {
    return Math.max(1, (end - System.nanoTime()) / 1_000_000);
  }

  private static void pause() {
    try {
      Thread.sleep(PERIOD_MILLIS);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting", e);
    }
  }
}
