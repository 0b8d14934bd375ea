package io.adit.peer;

/** What a relay's close frame tells a proxy to do. */
enum CloseMeaning {
  /** The tunnel is closed or expired. */
  TUNNEL_CLOSED,
  /** Somebody else has our place, our token was rotated, or we broke a rule. */
  DISMISSED,
  /** The relay goes away, is overloaded or has a defect. */
  COME_BACK;

  /** By the code of RFC 6455, section 7.4.1. AWS closes tunnels with 1000 or without a code. */
  static CloseMeaning of(int code) {
    return switch (code) {
      case 1008 -> DISMISSED;
      case 1001, 1002, 1003, 1007, 1009, 1011, 1012, 1013, 1014 -> COME_BACK;
      default -> TUNNEL_CLOSED;
    };
  }
}
