package io.adit.faults.load;

import io.adit.wire.Side;
import org.jspecify.annotations.Nullable;

/**
 * One side's token of a tunnel.
 *
 * @param name what the history calls it
 * @param clientToken what its bearers add; null: it is good for one handshake
 */
record Token(String name, Side side, String secret, @Nullable String clientToken) {
  /** Without the secret. */
  @Override
  public String toString() {
    return name;
  }
}
