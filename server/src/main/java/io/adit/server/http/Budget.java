package io.adit.server.http;

/** A budget that fills up evenly to a limit. Not thread safe. */
public final class Budget {
  private static final double NANOS = 1e9;

  private final int perSecond;
  private final int most;
  private double tokens;
  private long filledAtNanos;

  /** A full one. */
  public Budget(int perSecond, int most, long nowNanos) {
    this.perSecond = perSecond;
    this.most = most;
    this.tokens = most;
    this.filledAtNanos = nowNanos;
  }

  /** Whether there was one to take. */
  public boolean take(long nowNanos) {
    fill(nowNanos);
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  public void giveBack(long nowNanos) {
    fill(nowNanos);
    tokens = Math.min(most, tokens + 1);
  }

  /** How long until there is one; 0: there is. */
  public long nanosUntilNext(long nowNanos) {
    fill(nowNanos);
    return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / perSecond * NANOS);
  }

  private void fill(long nowNanos) {
    tokens = Math.min(most, tokens + (nowNanos - filledAtNanos) / NANOS * perSecond);
    filledAtNanos = nowNanos;
  }
}
