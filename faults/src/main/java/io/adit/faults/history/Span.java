package io.adit.faults.history;

/**
 * When something was under way, in nanoseconds of one clock that all clients share.
 *
 * @param from before its first byte was sent
 * @param to behind its answer; {@link #NEVER} where none came, so that it may have happened at any
 *     time, or not at all
 */
public record Span(long from, long to) {
  public static final long NEVER = Long.MAX_VALUE;

  public Span {
    if (to < from) {
      throw new IllegalArgumentException("it ends at " + to + ", before it begins at " + from);
    }
  }

  /** One that nobody answered. */
  public static Span unanswered(long from) {
    return new Span(from, NEVER);
  }

  public boolean isAnswered() {
    return to != NEVER;
  }

  /** Whether its answer was there before the other one began. */
  public boolean isBefore(Span other) {
    return isAnswered() && to < other.from;
  }

  /** Whether it may have happened before the other one was over. */
  public boolean mayPrecede(Span other) {
    return from <= other.to;
  }
}
