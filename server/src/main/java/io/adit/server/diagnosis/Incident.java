package io.adit.server.diagnosis;

import io.adit.wire.Side;
import java.time.Instant;

/**
 * Something that happened on one side of a tunnel and that an operator may want to know.
 *
 * @param firstAt when it happened first, of {@code count} times with the same words
 * @param lastAt when it happened last
 * @param service the tunnel's name for it; empty where no service, or the only one, is meant
 * @param what in words for the operator, without secrets, fit to print; said of the side
 */
public record Incident(
    Instant firstAt, Instant lastAt, int count, Kind kind, Side side, String service, String what) {

  /** What kind of thing happened. */
  public enum Kind {
    /** A link came. */
    LINK_OPENED,
    /** A link went, or was ended by the relay. */
    LINK_ENDED,
    /** The relay ended a link whose client broke a rule of the wire. */
    RULE_BROKEN,
    /** A client with a token of this tunnel was not let in. */
    HANDSHAKE_REFUSED,
    /** The source's connections were reset, as no destination was there. */
    DESTINATION_ABSENT,
    /** The destination said why it could not serve a connection: the words are its own. */
    CONNECTION_FAILED,
    /** The destination ended a connection in which it had sent nothing, and did not say why. */
    CONNECTION_UNANSWERED,
    /** The destination's dialect could not carry a connection. */
    DIALECT,
    /** The source had too many connections open. */
    TOO_MANY_CONNECTIONS
  }

  /** Something that happened once. */
  public static Incident once(Instant at, Kind kind, Side side, String service, String what) {
    return new Incident(at, at, 1, kind, side, service, what);
  }

  /** Whether it is the same again, at another time. */
  public boolean isSameAs(Incident other) {
    return kind == other.kind
        && side == other.side
        && service.equals(other.service)
        && what.equals(other.what);
  }

  /** Both: this one, and the same again later. */
  public Incident and(Incident later) {
    return new Incident(firstAt, later.lastAt, count + later.count, kind, side, service, what);
  }
}
