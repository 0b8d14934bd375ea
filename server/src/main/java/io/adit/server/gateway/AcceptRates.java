package io.adit.server.gateway;

/**
 * How fast connections come in.
 *
 * @param perSecond of all addresses; more than that wait in the kernel's queue
 * @param failuresPerAddressAndSecond of one IPv4 address or IPv6 /64 network: connections that have
 *     not become a device's session (yet); more than that are cut
 * @param burst how many more than {@code perSecond} may come at once
 * @param failureBurst the same for one address; so many devices behind one address can be in their
 *     handshake at once
 */
public record AcceptRates(
    int perSecond, int burst, int failuresPerAddressAndSecond, int failureBurst) {
  /** 1,000 devices are back in 2 seconds; an attacker behind an address has 20 tries a second. */
  public static final AcceptRates DEFAULT = new AcceptRates(500, 500, 20, 300);

  public AcceptRates {
    if (perSecond < 1 || burst < 1 || failuresPerAddressAndSecond < 1 || failureBurst < 1) {
      throw new IllegalArgumentException("a rate must be 1 or more");
    }
  }
}
