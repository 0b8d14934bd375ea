package io.adit.server.tunnel;

import io.adit.wire.Side;

/** Which tokens a rotation replaces. */
public enum ClientMode {
  SOURCE,
  DESTINATION,
  ALL;

  public boolean includes(Side side) {
    return switch (this) {
      case SOURCE -> side == Side.SOURCE;
      case DESTINATION -> side == Side.DESTINATION;
      case ALL -> true;
    };
  }
}
