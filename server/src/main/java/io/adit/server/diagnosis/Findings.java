package io.adit.server.diagnosis;

import io.adit.server.diagnosis.Finding.Code;
import io.adit.server.tunnel.TunnelStatus;
import io.adit.wire.Dialect;
import io.adit.wire.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The rules: what can be said of a tunnel, from its state alone. */
final class Findings {
  static final Duration LAST_MINUTES = Duration.ofMinutes(10);

  private Findings() {}

  /** Everything, most important first; never empty. */
  static List<Finding> of(TunnelCase tunnelCase) {
    Optional<Finding> closed = closed(tunnelCase);
    if (closed.isPresent()) {
      return List.of(closed.get());
    }
    List<Finding> findings = new ArrayList<>();
    tunnelCase.barred().map(Findings::usedUp).ifPresent(findings::add);
    for (Side side : List.of(Side.DESTINATION, Side.SOURCE)) {
      findings.addAll(SideFindings.of(tunnelCase, side));
    }
    findings.addAll(ServiceFindings.of(tunnelCase));
    heldBack(tunnelCase).ifPresent(findings::add);
    expiresSoon(tunnelCase).ifPresent(findings::add);
    if (findings.stream().noneMatch(Finding::isProblem)) {
      findings.add(fine(tunnelCase));
    }
    // Stable: within a severity the order above stays.
    findings.sort(Comparator.comparing(Finding::severity));
    return List.copyOf(findings);
  }

  private static Optional<Finding> closed(TunnelCase tunnelCase) {
    if (tunnelCase.tunnel().status() == TunnelStatus.OPEN) {
      return Optional.empty();
    }
    Instant end = tunnelCase.tunnel().closedAt();
    Instant expiry = tunnelCase.tunnel().expiresAt();
    String when = end == null ? "" : " " + tunnelCase.ago(end);
    boolean expired = end != null && !end.isBefore(expiry);
    return Optional.of(
        expired
            ? Finding.problem(
                Code.TUNNEL_EXPIRED,
                "The tunnel expired%s: its lifetime of %d minutes was over."
                    .formatted(when, tunnelCase.tunnel().maxLifetimeMinutes()),
                "Open a new tunnel; with --timeout-config maxLifetimeTimeoutMinutes=720 it lives"
                    + " for 12 hours, the longest there is.")
            : Finding.problem(
                Code.TUNNEL_CLOSED,
                "The tunnel was closed%s, by a call of CloseTunnel.".formatted(when),
                "Open a new tunnel; one that is closed cannot be used again."));
  }

  private static Finding usedUp(String why) {
    return Finding.problem(
        Code.DATA_USED_UP,
        why,
        "Proxies that have ended must be started again then, with new tokens if they had no client"
            + " token.");
  }

  private static Optional<Finding> heldBack(TunnelCase tunnelCase) {
    return tunnelCase
        .view()
        .heldBackBy()
        .map(limit ->
            Finding.notice(
                Code.BANDWIDTH_LIMITED,
                "The tunnel carries no faster than its bandwidth limit: " + limit + ".",
                "If that is too slow, have the limit raised, or wait for the other tunnels that"
                    + " share it."));
  }

  private static Optional<Finding> expiresSoon(TunnelCase tunnelCase) {
    Instant expiry = tunnelCase.tunnel().expiresAt();
    if (expiry.isAfter(tunnelCase.at().plus(LAST_MINUTES))) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.notice(
            Code.EXPIRES_SOON,
            "The tunnel closes in %s, when its lifetime is over."
                .formatted(Age.between(tunnelCase.at(), expiry)),
            "Open a new one in time: a lifetime cannot be made longer."));
  }

  private static Finding fine(TunnelCase tunnelCase) {
    int open = tunnelCase.view().openConnections();
    String use =
        switch (open) {
          case 0 -> "no connection is open";
          case 1 -> "1 connection is open";
          default -> open + " connections are open";
        };
    return Finding.fine(
        Code.TUNNEL_FINE,
        "Both sides are connected, and " + use + "." + dialects(tunnelCase.view()),
        open == 0 ? "Connect to where the source proxy listens." : "");
  }

  /** Which dialects met; nothing where both speak the newest, or the source has not spoken. */
  private static String dialects(TunnelView view) {
    Optional<Dialect> source = view.source().flatMap(LinkView::dialect);
    Optional<Dialect> destination = view.destination().flatMap(LinkView::dialect);
    if (source.isEmpty() || destination.isEmpty() || source.equals(destination)) {
      return "";
    }
    return " The source speaks %s, the destination %s; the relay translates."
        .formatted(source.get(), destination.get());
  }
}
