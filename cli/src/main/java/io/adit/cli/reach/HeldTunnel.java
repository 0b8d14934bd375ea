package io.adit.cli.reach;

import io.adit.wire.AccessToken;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel that a run uses, with the token for its source.
 *
 * @param isOurs whether this run has opened it
 * @param lock what keeps other runs off a tunnel that was found; null where it is ours
 */
record HeldTunnel(String id, AccessToken token, boolean isOurs, @Nullable ReuseLock lock) {
  /** Its source is connected, or it is given up: others see that for themselves. */
  void release() {
    if (lock != null) {
      lock.close();
    }
  }
}
