package io.adit.peer.link;

import io.adit.wire.Extensions;
import io.adit.wire.websocket.AcceptKey;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The handshake of one link: what we ask, and whether the answer agrees to it. */
record UpgradeRequest(LinkOptions options, String key) {
  private static final int KEY_BYTES = 16;
  private static final String USER_AGENT = "adit";

  static UpgradeRequest create(LinkOptions options, RandomGenerator random) {
    byte[] nonce = new byte[KEY_BYTES];
    random.nextBytes(nonce);
    return new UpgradeRequest(options, Base64.getEncoder().encodeToString(nonce));
  }

  /** The request as it is sent. It holds the tokens: never log it. */
  String text() {
    return "GET /tunnel?local-proxy-mode="
        + options.side().mode()
        + " HTTP/1.1\r\nHost: "
        + options.relay().hostHeader()
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: "
        + key
        + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: "
        + options.subprotocol().wireName()
        + "\r\n"
        + Extensions.HEADER
        + ": "
        + Extensions.ALL.header()
        + "\r\nUser-Agent: "
        + USER_AGENT
        + "\r\naccess-token: "
        + options.credentials().accessToken().value()
        + "\r\nclient-token: "
        + options.credentials().clientToken().value()
        + "\r\n\r\n";
  }

  /** What is wrong with a 101; empty where it agrees to what was asked. */
  Optional<String> disagreement(HttpResponse response) {
    if (!response.headerHolds("Upgrade", "websocket")
        || !response.headerHolds("Connection", "upgrade")) {
      return Optional.of("it did not switch to WebSocket");
    }
    if (!response.header("Sec-WebSocket-Accept").equals(Optional.of(AcceptKey.of(key)))) {
      return Optional.of("its Sec-WebSocket-Accept does not answer our key");
    }
    String asked = options.subprotocol().wireName();
    String chosen = response.header("Sec-WebSocket-Protocol").orElse("none");
    return chosen.equals(asked)
        ? Optional.empty()
        : Optional.of("we asked for subprotocol " + asked + ", it chose " + chosen);
  }

  /** What the 101 says is in force: never more than we asked for. */
  static Extensions agreed(HttpResponse response) {
    return Extensions.named(response.headerValues(Extensions.HEADER)).and(Extensions.ALL);
  }

  @Override
  public String toString() {
    return "UpgradeRequest[" + options.side() + " " + options.subprotocol() + "]";
  }
}
