package io.adit.server.splice;

import io.adit.wire.Side;

/**
 * Hears why something that the source asked for did not come about, on which side, in words for the
 * operator. It may be told the same often, must return soon, and must not call back.
 */
public interface Troubles {
  Troubles UNHEARD = (_, _) -> {};

  void on(Side side, String what);
}
