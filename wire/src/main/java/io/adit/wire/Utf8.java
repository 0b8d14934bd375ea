package io.adit.wire;

/** Text as bytes where there is room for a few only. */
public final class Utf8 {
  private Utf8() {}

  /** How many of these bytes of UTF-8 fit into {@code limit}, cut between two characters. */
  public static int lengthWithin(byte[] utf8, int limit) {
    int length = Math.min(utf8.length, limit);
    // A byte 10xxxxxx continues a character.
    while (length < utf8.length && length > 0 && (utf8[length] & 0xc0) == 0x80) {
      length--;
    }
    return length;
  }
}
