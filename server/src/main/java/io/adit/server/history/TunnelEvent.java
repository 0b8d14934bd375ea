package io.adit.server.history;

import io.adit.wire.Side;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a tunnel.
 *
 * @param lastAt when it happened last, of {@code times} times in a row
 * @param side null where it concerns both
 * @param detail in words, without secrets, fit to print; may be empty
 */
public record TunnelEvent(
    String tunnelId,
    Instant at,
    Instant lastAt,
    int times,
    What what,
    @Nullable Side side,
    String detail) {

  /** What happened. */
  public enum What {
    OPENED,
    /** Its thing was to be told the destination's token. */
    NOTIFIED,
    /** Its thing had missed the token and was to be told a new one. */
    REDELIVERED,
    CONNECTED,
    DISCONNECTED,
    /** A client with a token of this tunnel was not let in. */
    REFUSED,
    /** A connection in the tunnel did not work. */
    FAILED,
    ROTATED,
    CLOSED,
    EXPIRED
  }

  static TunnelEvent once(
      String tunnelId, Instant at, What what, @Nullable Side side, String detail) {
    return new TunnelEvent(tunnelId, at, at, 1, what, side, detail);
  }

  /** Whether it is the same again, at another time. */
  boolean isSameAs(TunnelEvent other) {
    return tunnelId.equals(other.tunnelId)
        && what == other.what
        && side == other.side
        && detail.equals(other.detail);
  }

  /** Both: this one, and the same again later. */
  public TunnelEvent and(TunnelEvent later) {
    return new TunnelEvent(tunnelId, at, later.lastAt, times + later.times, what, side, detail);
  }
}
