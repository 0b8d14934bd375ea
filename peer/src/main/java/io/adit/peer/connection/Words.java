package io.adit.peer.connection;

/**
 * Tells what is said from what is copied, in one direction of a connection: a message of a few
 * bytes by itself may be the rest of a large write, or ask for a large answer, two in a row are
 * not. Not thread safe.
 */
final class Words {
  private static final int SMALL_BYTES = 4 * 1024;

  private boolean smallBefore;

  /** Whether a message of so many bytes is one that somebody waits for. */
  boolean areAmong(int bytes) {
    boolean small = bytes < SMALL_BYTES;
    boolean among = small && smallBefore;
    smallBefore = small;
    return among;
  }
}
