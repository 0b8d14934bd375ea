package io.adit.conformance.sockets;

import io.adit.conformance.programs.AditProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A data plane handshake, in the form and order of the official client; each part can be spoilt.
 *
 * @param target what stands behind GET
 */
public record Handshake(String method, String target, List<Map.Entry<String, String>> headers) {

  public Handshake {
    headers = List.copyOf(headers);
  }

  /** A good one. */
  public static Handshake of(String mode, String token) {
    return new Handshake(
        "GET",
        "/tunnel?local-proxy-mode=" + mode,
        List.of(
            Map.entry("Host", "localhost"),
            Map.entry("Upgrade", "websocket"),
            Map.entry("Connection", "upgrade"),
            Map.entry("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            Map.entry("Sec-WebSocket-Version", "13"),
            Map.entry("Sec-WebSocket-Protocol", "aws.iot.securetunneling-3.0"),
            Map.entry("access-token", token),
            Map.entry("User-Agent", "story")));
  }

  public Handshake method(String other) {
    return new Handshake(other, target, headers);
  }

  public Handshake target(String other) {
    return new Handshake(method, other, headers);
  }

  public Handshake without(String name) {
    return new Handshake(
        method,
        target,
        headers.stream().filter(header -> !header.getKey().equalsIgnoreCase(name)).toList());
  }

  /** Adds a header, beside one of the same name that is there. */
  public Handshake and(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return new Handshake(method, target, more);
  }

  /** Replaces a header. */
  public Handshake with(String name, String value) {
    return without(name).and(name, value);
  }

  public byte[] bytes() {
    var lines =
        headers.stream()
            .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
            .collect(Collectors.joining());
    return "%s %s HTTP/1.1\r\n%s\r\n"
        .formatted(method, target, lines)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Sends it on a connection of its own, which ends with the answer. */
  public HttpAnswer refusedBy(AditProcess server) throws IOException {
    try (var connection = TlsConnection.open(TlsConnection.trusting(server), server.port())) {
      connection.send(bytes());
      return connection.readAnswer();
    }
  }

  /** Sends it and keeps the link; fails unless the server lets it in. */
  public Link acceptedBy(AditProcess server) throws IOException {
    var connection = TlsConnection.open(TlsConnection.trusting(server), server.port());
    connection.send(bytes());
    var answer = connection.readAnswer();
    if (answer.status() != 101) {
      connection.close();
      throw new AssertionError("Should have been let in: " + answer);
    }
    return new Link(connection, answer);
  }
}
