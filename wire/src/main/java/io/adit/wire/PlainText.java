package io.adit.wire;

import java.nio.charset.StandardCharsets;

/**
 * Text that somebody else wrote, made fit for a line of a log or a terminal: no control, format or
 * unassigned characters, which could give orders to a terminal or pretend to be another line.
 */
public final class PlainText {
  private PlainText() {}

  /**
   * The text on one line, with {@code ?} for what cannot be shown.
   *
   * @param maxBytes of UTF-8; what is longer is cut between two characters
   */
  public static String of(String text, int maxBytes) {
    // One character more: a pair of surrogates that this parts is cut off below.
    String head = text.substring(0, Math.min(text.length(), maxBytes + 1));
    String line = head.replaceAll("[\\p{Z}\\s]+", " ").replaceAll("\\p{C}", "?").strip();
    byte[] utf8 = line.getBytes(StandardCharsets.UTF_8);
    int length = lengthWithin(utf8, maxBytes);
    return length == utf8.length
        ? line
        : new String(utf8, 0, length, StandardCharsets.UTF_8).strip();
  }

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
