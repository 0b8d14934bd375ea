package io.adit.server.flow;

/**
 * How fast bytes may go.
 *
 * @param bytesPerSecond 1 or more
 */
public record Rate(long bytesPerSecond) {
  private static final long KILOBYTE = 1_000;

  public Rate {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException(
          "a rate of " + bytesPerSecond + " bytes a second; 1 or more is needed");
    }
  }

  /** A kilobyte is 1000 bytes, as everywhere in networks. */
  public static Rate ofKilobytes(long perSecond) {
    return new Rate(Math.multiplyExact(KILOBYTE, perSecond));
  }

  /** Such as {@code 800 KB/s}. */
  @Override
  public String toString() {
    return bytesPerSecond % KILOBYTE == 0
        ? bytesPerSecond / KILOBYTE + " KB/s"
        : bytesPerSecond + " B/s";
  }
}
