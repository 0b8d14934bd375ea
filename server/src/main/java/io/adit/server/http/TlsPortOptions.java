package io.adit.server.http;

import java.time.Duration;

/**
 * Where the TLS port is and how patient it is.
 *
 * @param port 0 takes any free one
 * @param eventLoops how many of them connections begin on; those that become links have the others
 * @param handshakeTimeout for the TLS handshake, and again for the head of the first request
 * @param bodyTimeout from a request's head to the last byte of its body
 * @param idleTimeout how long a connection may wait for its next request
 */
public record TlsPortOptions(
    String bindHost,
    int port,
    int eventLoops,
    Duration handshakeTimeout,
    Duration bodyTimeout,
    Duration idleTimeout) {

  public TlsPortOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + "; 0 to 65535 is needed");
    }
    if (eventLoops < 1) {
      throw new IllegalArgumentException("eventLoops is " + eventLoops + "; 1 or more is needed");
    }
    checkPositive("handshakeTimeout", handshakeTimeout);
    checkPositive("bodyTimeout", bodyTimeout);
    checkPositive("idleTimeout", idleTimeout);
  }

  /** The usual patience, half of the processors' event loops for the lobby. */
  public static TlsPortOptions at(String bindHost, int port) {
    return new TlsPortOptions(
        bindHost,
        port,
        EventLoops.inLobby(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(75));
  }

  private static void checkPositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " is " + value + "; more than 0 is needed");
    }
  }
}
