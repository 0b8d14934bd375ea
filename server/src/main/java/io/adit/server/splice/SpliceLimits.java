package io.adit.server.splice;

/**
 * What one tunnel may make the relay remember.
 *
 * @param holdBytes what is kept for a destination that is not there yet
 * @param connectionsPerService connections open at once in one service; one more is answered with a
 *     reset. The official source stops at 128.
 */
public record SpliceLimits(int holdBytes, int connectionsPerService) {
  public static final SpliceLimits DEFAULT = new SpliceLimits(256 * 1024, 1024);

  public SpliceLimits {
    if (holdBytes < 0) {
      throw new IllegalArgumentException("holdBytes is " + holdBytes + "; 0 or more is needed");
    }
    if (connectionsPerService < 1) {
      throw new IllegalArgumentException(
          "connectionsPerService is " + connectionsPerService + "; 1 or more is needed");
    }
  }
}
