package io.adit.faults.load;

import io.adit.wire.Side;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One side's token of a tunnel.
 *
 * @param name what the history calls it
 * @param clientToken what its bearers add; null: it is good for one handshake
 */
record Token(String name, Side side, String secret, @Nullable ClientToken clientToken) {

  /**
   * What makes a token good again and again.
   *
   * @param name what the history calls it
   */
  record ClientToken(String name, String secret) {
    static ClientToken mint(long number) {
      return new ClientToken("client token " + number, UUID.randomUUID().toString());
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return name;
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return name;
  }
}
