package io.adit.server.tunnel;

import org.jspecify.annotations.Nullable;

/** The answer to a token that was shown in a handshake. */
public sealed interface Admission {

  /**
   * The token was good, and is spent or bound to its client token now.
   *
   * @param tokenHash names the token to {@link TunnelRegistry#isCurrent}
   */
  record Admitted(Tunnel tunnel, String tokenHash) implements Admission {}

  /**
   * The token was not good.
   *
   * @param tunnelId the tunnel that the token is or was of; null where nobody knows the token
   */
  record Refused(Refusal refusal, @Nullable String tunnelId) implements Admission {
    public Refused(Refusal refusal) {
      this(refusal, null);
    }
  }

  /** The token is good, and was not spent: the tunnel may not be used now. */
  record Barred(String why, String tunnelId) implements Admission {}
}
