package io.adit.wire;

import java.util.Arrays;
import java.util.List;

/**
 * What one link carries beyond AWS's protocol. A client names in its handshake's {@link #HEADER}
 * what it understands, and the relay names in the same header of the 101 what of that is in force;
 * without the header, which no client or service of AWS sends, nothing is. Rules: docs/protocol.md,
 * "Extensions".
 *
 * @param resetReasons a STREAM_RESET or CONNECTION_RESET may say why, in its payload
 */
public record Extensions(boolean resetReasons) {
  /** The header, in request and response: names with commas between them. */
  public static final String HEADER = "Adit-Extensions";

  public static final Extensions NONE = new Extensions(false);

  /** All that this version understands. */
  public static final Extensions ALL = new Extensions(true);

  private static final String RESET_REASONS = "reset-reasons";

  /** What the values of {@link #HEADER} name; names that this version does not know are ignored. */
  public static Extensions named(List<String> headerValues) {
    return new Extensions(
        headerValues.stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .anyMatch(name -> name.strip().equalsIgnoreCase(RESET_REASONS)));
  }

  /** What both name. */
  public Extensions and(Extensions other) {
    return new Extensions(resetReasons && other.resetReasons);
  }

  /** The value of {@link #HEADER}; empty where there is nothing to name: then send none. */
  public String header() {
    return resetReasons ? RESET_REASONS : "";
  }

  /**
   * The message without what is not in force on its link. Whoever writes to a link or reads from it
   * passes every message through here, so that nobody else has to ask.
   */
  public Message restrict(Message message) {
    return message instanceof Message.Reset reset && !resetReasons && !reset.reason().isNone()
        ? reset.because(ResetReason.NONE)
        : message;
  }
}
