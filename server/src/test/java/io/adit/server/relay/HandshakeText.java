package io.adit.server.relay;

import io.adit.wire.AccessToken;
import io.adit.wire.Side;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A handshake as it goes over the wire, right at first and spoilt line by line. */
final class HandshakeText {
  /** The example of RFC 6455, section 1.3. */
  static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  private String requestLine;
  private final List<String> headers = new ArrayList<>();

  private HandshakeText(Side side) {
    requestLine = "GET /tunnel?local-proxy-mode=" + side.mode() + " HTTP/1.1";
    headers.addAll(
        List.of(
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: upgrade",
            "Sec-WebSocket-Key: " + KEY,
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Protocol: aws.iot.securetunneling-3.0",
            "User-Agent: test"));
  }

  static HandshakeText of(Side side, AccessToken token) {
    return of(side).with("access-token: " + token.value());
  }

  static HandshakeText of(Side side) {
    return new HandshakeText(side);
  }

  HandshakeText requestLine(String line) {
    requestLine = line;
    return this;
  }

  HandshakeText with(String header) {
    headers.add(header);
    return this;
  }

  /** Removes all lines of a header. */
  HandshakeText without(String name) {
    headers.removeIf(
        line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"));
    return this;
  }

  HandshakeText replacing(String header) {
    return without(header.substring(0, header.indexOf(':'))).with(header);
  }

  HandshakeText offering(String subprotocols) {
    return replacing("Sec-WebSocket-Protocol: " + subprotocols);
  }

  /** Fills it with a header so that the whole has exactly so many bytes. */
  HandshakeText filledTo(int bytes) {
    with("X-Fill: ");
    headers.set(headers.size() - 1, "X-Fill: " + "x".repeat(bytes - bytes().length));
    return this;
  }

  byte[] bytes() {
    String text = requestLine + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
