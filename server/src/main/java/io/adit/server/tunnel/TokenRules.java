package io.adit.server.tunnel;

import io.adit.server.tunnel.TunnelStore.TokenState;
import io.adit.wire.Side;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect with a token.
 *
 * <pre>
 *           first use, no client token          any use
 *   fresh ────────────────────────────► spent ──────────► SPENT
 *     │      first use, client token c
 *     └───────────────────────────────► bound to c ──┬─ with c ───────► admitted again
 *                                                    ├─ with another ─► CLIENT_TOKEN_DIFFERS
 *                                                    └─ with none ────► SPENT
 * </pre>
 *
 * A rotation makes a token REVOKED in any state, and the end of its tunnel makes it CLOSED.
 */
final class TokenRules {
  private TokenRules() {}

  /** Why the bearer may not connect now; empty when it may. */
  static Optional<Refusal> refusal(
      TokenState token, Side side, @Nullable String clientTokenHash, Instant now) {
    if (!token.tunnel().isOpenAt(now)) {
      return Optional.of(Refusal.CLOSED);
    }
    if (token.isRevoked()) {
      return Optional.of(Refusal.REVOKED);
    }
    if (token.side() != side) {
      return Optional.of(Refusal.OTHER_SIDE);
    }
    return token.isUsed() ? reuse(token.clientTokenHash(), clientTokenHash) : Optional.empty();
  }

  private static Optional<Refusal> reuse(@Nullable String bound, @Nullable String shown) {
    if (bound == null || shown == null) {
      return Optional.of(Refusal.SPENT);
    }
    return bound.equals(shown) ? Optional.empty() : Optional.of(Refusal.CLIENT_TOKEN_DIFFERS);
  }
}
