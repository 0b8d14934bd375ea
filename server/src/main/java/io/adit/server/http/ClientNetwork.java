package io.adit.server.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where connections come from, as far as one can tell who is who: an IPv4 address, or an IPv6 /64
 * network, since who has one address of that has 2^64.
 *
 * @param name no two networks have the same
 * @param isLoopback whether it is this machine: its own programs, or a proxy before the port
 */
public record ClientNetwork(String name, boolean isLoopback) {
  private static final int IPV6_BYTES = 16;
  private static final int NETWORK_BYTES = 8;

  /** Where an IPv4 address stands in an IPv6 one that a port for both shows. */
  private static final int MAPPED_AT = 12;

  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
  private static final byte LOOPBACK = 127;

  /** Of an address. */
  public static ClientNetwork of(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean isMapped =
        bytes.length == IPV6_BYTES && Arrays.equals(bytes, 0, MAPPED_AT, MAPPED, 0, MAPPED_AT);
    if (isMapped) {
      return new ClientNetwork(
          HexFormat.of().formatHex(bytes, MAPPED_AT, IPV6_BYTES), bytes[MAPPED_AT] == LOOPBACK);
    }
    int length = Math.min(bytes.length, NETWORK_BYTES);
    return new ClientNetwork(
        HexFormat.of().formatHex(bytes, 0, length), address.isLoopbackAddress());
  }

  /** Of a connection's other end; empty: it has no address, or none any more. */
  static Optional<ClientNetwork> of(SocketAddress remote) {
    return remote instanceof InetSocketAddress inet && inet.getAddress() != null
        ? Optional.of(of(inet.getAddress()))
        : Optional.empty();
  }
}
