package io.adit.wire;

import java.util.Locale;
import java.util.Optional;

/** An end of a tunnel; connections always run from the source to the destination. */
public enum Side {
  SOURCE,
  DESTINATION;

  /** The value of the handshake's {@code local-proxy-mode} that names this side. */
  public String mode() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The other end. */
  public Side opposite() {
    return this == SOURCE ? DESTINATION : SOURCE;
  }

  /** The side that {@code local-proxy-mode=mode} names; empty for any other word. */
  public static Optional<Side> ofMode(String mode) {
    return switch (mode) {
      case "source" -> Optional.of(SOURCE);
      case "destination" -> Optional.of(DESTINATION);
      default -> Optional.empty();
    };
  }
}
