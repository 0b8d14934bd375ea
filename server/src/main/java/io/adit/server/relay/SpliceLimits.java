package io.adit.server.relay;

/**
 * What one tunnel may make the relay remember.
 *
 * @param holdBytes what is kept for a destination that is not there yet
 * @param connectionsPerService connections open at once in one service; one more is answered with a
 *     reset. The official source stops at 128.
 */
record SpliceLimits(int holdBytes, int connectionsPerService) {
  static final SpliceLimits DEFAULT = new SpliceLimits(256 * 1024, 1024);

  SpliceLimits {
    if (holdBytes < 0) {
      throw new IllegalArgumentException("holdBytes is " + holdBytes + "; 0 or more is needed");
    }
    if (connectionsPerService < 1) {
      throw new IllegalArgumentException(
          "connectionsPerService is " + connectionsPerService + "; 1 or more is needed");
    }
  }
}
