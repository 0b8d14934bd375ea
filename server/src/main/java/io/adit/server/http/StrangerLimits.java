package io.adit.server.http;

/**
 * How many connections those may have who have not shown yet that they have business here.
 *
 * @param most of all addresses at once
 * @param mostOfOneAddress of one IPv4 address or IPv6 /64 network at once
 * @param perAddressAndSecond of one address: more than that come to nothing and are cut
 * @param burst how many more of one address may come at once
 */
public record StrangerLimits(int most, int mostOfOneAddress, int perAddressAndSecond, int burst) {
  /** As many as there are. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** A company's browsers that come at once, a fleet that is back: they are soon known. */
  private static final int SECONDS_AT_ONCE = 10;

  /** Behind one address there may be a company's browsers; each has a handful of connections. */
  static final StrangerLimits DEFAULT = new StrangerLimits(4_000, 1_000, 50);

  /** So many may come at once as are allowed in ten seconds. */
  public StrangerLimits(int most, int mostOfOneAddress, int perAddressAndSecond) {
    this(
        most,
        mostOfOneAddress,
        perAddressAndSecond,
        Math.clamp((long) SECONDS_AT_ONCE * perAddressAndSecond, 1, UNLIMITED));
  }

  public StrangerLimits {
    if (most < 1 || mostOfOneAddress < 1 || perAddressAndSecond < 1 || burst < 1) {
      throw new IllegalArgumentException("a limit must be 1 or more");
    }
  }
}
