package io.adit.server.gateway;

import java.time.Duration;

/**
 * Where the gateway listens and what it allows.
 *
 * @param port 0 takes any free one
 * @param region what notify messages name
 * @param redeliver whether a thing that subscribes is told what it missed
 */
public record GatewayOptions(
    String bindHost, int port, String region, boolean redeliver, Limits limits) {

  public GatewayOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + "; 0 to 65535 is needed");
    }
  }

  /** With the usual limits. */
  public static GatewayOptions at(String bindHost, int port, String region) {
    return new GatewayOptions(bindHost, port, region, true, Limits.DEFAULT);
  }

  /**
   * What one device can have.
   *
   * @param patience for the TLS handshake, and again for the CONNECT packet
   * @param packetBytes the largest packet that is read
   * @param sessionsPerThing clients of one thing, connected or not
   * @param longestExpiry how long a session is kept without a connection, at most
   */
  public record Limits(
      Duration patience,
      int packetBytes,
      int sessionsPerThing,
      Duration longestExpiry,
      AcceptRates rates) {
    public static final Limits DEFAULT =
        new Limits(Duration.ofSeconds(10), 16 * 1024, 10, Duration.ofHours(1), AcceptRates.DEFAULT);

    /**
     * How long a connection may take until its CONNECT packet is there, with some time to spare.
     */
    Duration timeToConnect() {
      return patience.multipliedBy(3);
    }

    public Limits {
      if (!patience.isPositive() || packetBytes < 256 || sessionsPerThing < 1) {
        throw new IllegalArgumentException("a gateway with these limits could serve nobody");
      }
    }
  }
}
