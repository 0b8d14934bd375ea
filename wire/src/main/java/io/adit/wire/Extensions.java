package io.adit.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one link carries beyond AWS's protocol. A client names in its handshake's {@link #HEADER}
 * what it understands, and the relay names in the same header of the 101 what of that is in force;
 * without the header, which no client or service of AWS sends, nothing is. Rules: docs/protocol.md,
 * "Extensions".
 *
 * @param resetReasons a STREAM_RESET or CONNECTION_RESET may say why, in its payload
 * @param delivery DELIVERED may be sent, by either side
 */
public record Extensions(boolean resetReasons, boolean delivery) {
  /** The header, in request and response: names with commas between them. */
  public static final String HEADER = "Adit-Extensions";

  public static final Extensions NONE = new Extensions(false, false);

  /** All that this version understands. */
  public static final Extensions ALL = new Extensions(true, true);

  private static final String RESET_REASONS = "reset-reasons";
  private static final String DELIVERY = "delivery";

  /** What the values of {@link #HEADER} name; names that this version does not know are ignored. */
  public static Extensions named(List<String> headerValues) {
    Set<String> names =
        headerValues.stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return new Extensions(names.contains(RESET_REASONS), names.contains(DELIVERY));
  }

  /** What both name. */
  public Extensions and(Extensions other) {
    return new Extensions(resetReasons && other.resetReasons, delivery && other.delivery);
  }

  /** The value of {@link #HEADER}; empty where there is nothing to name: then send none. */
  public String header() {
    StringJoiner names = new StringJoiner(", ");
    if (resetReasons) {
      names.add(RESET_REASONS);
    }
    if (delivery) {
      names.add(DELIVERY);
    }
    return names.toString();
  }

  /**
   * The message without what is not in force on its link; null where nothing is left of it. Whoever
   * writes to a link or reads from it passes every message through here, so that nobody else has to
   * ask.
   */
  public @Nullable Message restrict(Message message) {
    return switch (message) {
      case Message.Reset reset when !resetReasons && !reset.reason().isNone() ->
          reset.because(ResetReason.NONE);
      case Message.Delivered _ when !delivery -> null;
      default -> message;
    };
  }
}
