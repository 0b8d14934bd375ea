package io.adit.server.diagnosis;

import io.adit.server.tunnel.Refusal;
import io.adit.server.tunnel.TokenUse;
import io.adit.wire.Side;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What to do so that one side of a tunnel connects. */
final class SideAdvice {
  private final TunnelCase tunnelCase;
  private final Side side;

  SideAdvice(TunnelCase tunnelCase, Side side) {
    this.tunnelCase = tunnelCase;
    this.side = side;
  }

  /** For a side that never connected. */
  Finding toStart(Finding finding) {
    return finding.with(startIt(), "");
  }

  /** For a side that was connected. */
  Finding toComeBack(Finding finding) {
    TokenUse use = tunnelCase.tokens().get(side);
    if (use == null || use.usedAt() == null) {
      return finding.with("Its new token has not been used yet. " + startIt(), "");
    }
    return finding.with(
        use.isBound()
            ? "It can come back with the same access token and client token, as adit proxy does by"
                + " itself: check that it runs and reaches the relay. If it is gone for good, get a"
                + " new token:"
            : "Its token was good for that one connection and is used up. To let a proxy in again,"
                + " get a new token:",
        rotation());
  }

  /** For a side whose client was refused. */
  Finding toBeLetIn(Finding finding, Incident refusal) {
    return switch (refusalOf(refusal)) {
      case SPENT ->
          finding.with(
              "Without a client token a token is good for one connection. To let a proxy in again,"
                  + " get a new token:",
              rotation());
      case REVOKED ->
          finding.with(
              "Start it with the token that the rotation returned, or rotate it again:",
              rotation());
      case CLIENT_TOKEN_DIFFERS ->
          finding.with(
              "Start it with the client token (-i) of its first connection, or get a new token:",
              rotation());
      case CLIENT_TOKEN_TAKEN ->
          finding.with("Give each proxy a client token of its own (-i).", "");
      case OTHER_SIDE ->
          finding.with(
              "It was started with the token of the other side: the source takes the"
                  + " sourceAccessToken, the device the destinationAccessToken.",
              "");
      case FORBIDDEN ->
          finding.with(
              "A policy of the data plane is in the way; the server's log names it, and it can be"
                  + " looked at with: adit policy list",
              "");
      case UNKNOWN, CLOSED -> finding;
      case null -> finding.with("The server's log has more.", "");
    };
  }

  private String startIt() {
    return side == Side.SOURCE
        ? "Start it where you are, with the source access token: adit proxy -s %s, or AWS's"
                .formatted(mapping("5555"))
            + " localproxy."
        : "Start it on the device, with the destination access token: adit proxy -d %s, or AWS's"
                .formatted(mapping("22"))
            + " localproxy or device client.";
  }

  /** What of the command line depends on the tunnel. */
  private String mapping(String port) {
    List<String> services = tunnelCase.tunnel().services();
    return services.isEmpty()
        ? port
        : services.stream().map(service -> service + "=PORT").collect(Collectors.joining(","));
  }

  private String rotation() {
    return "aws iotsecuretunneling rotate-tunnel-access-token --tunnel-id %s --client-mode %s"
        .formatted(tunnelCase.tunnel().tunnelId(), side.name());
  }

  /** The incident keeps the words that the client was told. */
  private static @Nullable Refusal refusalOf(Incident incident) {
    return Arrays.stream(Refusal.values())
        .filter(refusal -> refusal.text().equals(incident.what()))
        .findFirst()
        .orElse(null);
  }
}
