package io.adit.server.relay;

import io.adit.server.allowance.Allowances;
import io.adit.server.http.ClientNetwork;
import io.adit.server.http.UpgradeRequest;
import io.adit.server.limit.HandshakeLimits;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What clients of the data plane are held to.
 *
 * @param isExempt whose handshakes are not counted
 */
public record LinkLimits(
    HandshakeLimits handshakes, Predicate<ClientNetwork> isExempt, Allowances allowances) {
  /** Nothing. */
  public static final LinkLimits NONE =
      new LinkLimits(HandshakeLimits.none(), _ -> true, Allowances.FREE);

  /** Whether connections from there are to be cut at once. */
  public boolean isFlood(ClientNetwork network) {
    return !isExempt.test(network) && handshakes.isFlood(network.name());
  }

  /** Why a handshake comes too soon; empty: it does not. */
  Optional<HandshakeLimits.TooMany> tooMany(UpgradeRequest request) {
    return request
        .network()
        .filter(network -> !isExempt.test(network))
        .flatMap(network -> handshakes.take(network.name()));
  }
}
