package io.adit.server.splice;

import io.adit.wire.Dialect;
import io.adit.wire.ResetReason;
import io.adit.wire.Side;
import java.util.List;

/**
 * Why a connection that the source asked for did not come about, or not well.
 *
 * @param side whose trouble it is
 * @param service the tunnel's name for it, empty only in a tunnel without services
 * @param what in words for the operator, said of the side, or by it where a connection failed
 */
public record Trouble(Kind kind, Side side, String service, String what) {

  /** What kind of trouble. */
  public enum Kind {
    /** No destination was there, for as long as the source could wait. */
    DESTINATION_ABSENT,
    /** The destination says why it could not serve the connection. */
    CONNECTION_FAILED,
    /** The destination ended a connection in which it had sent nothing, and did not say why. */
    CONNECTION_UNANSWERED,
    /** The destination's dialect cannot carry it. */
    DIALECT,
    /** The source has too many open. */
    TOO_MANY_CONNECTIONS
  }

  static Trouble failed(String service, ResetReason reason) {
    return ofDestination(Kind.CONNECTION_FAILED, service, reason.text());
  }

  static Trouble unanswered(String service) {
    return ofDestination(
        Kind.CONNECTION_UNANSWERED,
        service,
        "ended a connection of "
            + nameOf(service)
            + " without having sent anything; its application may not be reachable");
  }

  static Trouble waitOver(String service) {
    return ofDestination(
        Kind.DESTINATION_ABSENT,
        service,
        "did not come in time; connections of the source were reset");
  }

  static Trouble holdFull(String service, int holdBytes) {
    return ofDestination(
        Kind.DESTINATION_ABSENT,
        service,
        "is not there, and more than "
            + holdBytes
            + " bytes would have to be held for it; a connection of the source was reset");
  }

  static Trouble oneAtATime(String service, Dialect dialect) {
    return ofDestination(
        Kind.DIALECT,
        service,
        "speaks "
            + dialect
            + " and takes one connection of "
            + nameOf(service)
            + " at a time; a second one was refused");
  }

  static Trouble noServiceNames(String service, List<String> services) {
    return ofDestination(
        Kind.DIALECT, service, "speaks V1, which cannot name one of the services " + services);
  }

  static Trouble tooMany(String service, int limit) {
    return new Trouble(
        Kind.TOO_MANY_CONNECTIONS,
        Side.SOURCE,
        service,
        "reached the limit of " + limit + " open connections of " + nameOf(service));
  }

  /** What the source's proxy is told; none where nothing is known that helps. */
  ResetReason forSource() {
    return switch (kind) {
      case DESTINATION_ABSENT -> new ResetReason("the device is not connected to the tunnel");
      case CONNECTION_FAILED -> new ResetReason("the device says: " + what);
      case DIALECT -> new ResetReason("the device " + what);
      case CONNECTION_UNANSWERED -> ResetReason.NONE;
      case TOO_MANY_CONNECTIONS -> new ResetReason("this proxy " + what);
    };
  }

  private static Trouble ofDestination(Kind kind, String service, String what) {
    return new Trouble(kind, Side.DESTINATION, service, what);
  }

  private static String nameOf(String service) {
    return service.isEmpty() ? "the only service" : "service '" + service + "'";
  }
}
