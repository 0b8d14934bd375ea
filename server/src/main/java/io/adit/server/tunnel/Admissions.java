package io.adit.server.tunnel;

import io.adit.server.tunnel.TunnelStore.TokenState;
import io.adit.wire.AccessToken;
import io.adit.wire.ClientToken;
import io.adit.wire.Side;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Spends tokens: of many that race with one, one is admitted. */
final class Admissions {
  private final TunnelStore store;
  private final TunnelGuard guard;
  private final InstantSource clock;

  /**
   * Spends the tokens of a store.
   *
   * @param clock in the store's precision
   */
  Admissions(TunnelStore store, TunnelGuard guard, InstantSource clock) {
    this.store = store;
    this.guard = guard;
    this.clock = clock;
  }

  /** See {@link TunnelRegistry#admit(Side, AccessToken, ClientToken, Predicate)}. */
  Admission admit(
      Side side, AccessToken token, @Nullable ClientToken clientToken, Predicate<Tunnel> gate) {
    String tokenHash = token.hash();
    String clientTokenHash = clientToken == null ? null : clientToken.hash();
    Optional<Admission> answer = Optional.empty();
    while (answer.isEmpty()) {
      answer = tryToAdmit(side, tokenHash, clientTokenHash, gate);
    }
    return answer.get();
  }

  /** See {@link TunnelRegistry#isCurrent}. */
  boolean isCurrent(Admission.Admitted admitted) {
    Instant now = clock.instant();
    return store
        .token(admitted.tokenHash())
        .filter(state -> !state.isRevoked() && state.tunnel().isOpenAt(now))
        .isPresent();
  }

  /** Empty when a handshake, a rotation or a close came between: what it left says the answer. */
  private Optional<Admission> tryToAdmit(
      Side side, String tokenHash, @Nullable String clientTokenHash, Predicate<Tunnel> gate) {
    Instant now = clock.instant();
    Optional<TokenState> found = store.token(tokenHash);
    if (found.isEmpty()) {
      return Optional.of(new Admission.Refused(Refusal.UNKNOWN));
    }
    TokenState state = found.get();
    Tunnel tunnel = state.tunnel();
    Optional<Refusal> refusal = TokenRules.refusal(state, side, clientTokenHash, now);
    if (refusal.isPresent()) {
      return Optional.of(new Admission.Refused(refusal.get(), tunnel.tunnelId()));
    }
    if (!gate.test(tunnel)) {
      return Optional.of(new Admission.Refused(Refusal.FORBIDDEN, tunnel.tunnelId()));
    }
    Optional<String> bar = guard.bar(tunnel.thingName());
    if (bar.isPresent()) {
      return Optional.of(new Admission.Barred(bar.get(), tunnel.tunnelId()));
    }
    if (state.isUsed()) {
      return Optional.of(new Admission.Admitted(tunnel, tokenHash));
    }
    return switch (store.use(tokenHash, clientTokenHash, now)) {
      case DONE -> Optional.of(new Admission.Admitted(tunnel, tokenHash));
      case CLIENT_TOKEN_TAKEN ->
          Optional.of(new Admission.Refused(Refusal.CLIENT_TOKEN_TAKEN, tunnel.tunnelId()));
      case TOO_LATE -> Optional.empty();
    };
  }
}
