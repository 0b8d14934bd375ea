package io.adit.server.relay;

import io.adit.fuzz.FuzzTarget;

/** All that in this module reads strangers' bytes by itself, for Jazzer too (fuzz/jazzer). */
public final class FuzzTargets {
  static final FuzzTarget HANDSHAKE = new HandshakeTarget();

  private FuzzTargets() {}

  /** Jazzer's call for each input. */
  public static void fuzzerTestOneInput(byte[] input) {
    var _ = HANDSHAKE.run(input);
  }
}
