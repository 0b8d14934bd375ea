package io.adit.server.tunnel;

/** The answer to a token that was shown in a handshake. */
public sealed interface Admission {

  /**
   * The token was good, and is spent or bound to its client token now.
   *
   * @param tokenHash names the token to {@link TunnelRegistry#isCurrent}
   */
  record Admitted(Tunnel tunnel, String tokenHash) implements Admission {}

  /** The token was not good. */
  record Refused(Refusal refusal) implements Admission {}
}
