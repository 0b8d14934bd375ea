package io.adit.peer.link;

import io.adit.fuzz.FuzzTarget;

/** All that in this module reads strangers' bytes, for Jazzer too (fuzz/jazzer). */
public final class FuzzTargets {
  static final FuzzTarget HTTP_RESPONSE = new HttpResponseTarget();

  private FuzzTargets() {}

  /** Jazzer's call for each input. */
  public static void fuzzerTestOneInput(byte[] input) {
    var _ = HTTP_RESPONSE.run(input);
  }
}
