package io.adit.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Why a stream or connection ended, in words for people: Adit's own use of the payload of a reset,
 * where both ends of a link agreed to it ({@link Extensions}).
 *
 * <p>It was written by somebody else and will be printed, so whatever the text was made of, this
 * one is a single line without control, format or unassigned characters, of at most {@link
 * #MAX_BYTES} bytes in UTF-8. An empty text is no reason.
 */
public record ResetReason(String text) {
  /** Bytes of UTF-8, at most; what is longer is cut between two characters. */
  public static final int MAX_BYTES = 256;

  public static final ResetReason NONE = new ResetReason("");

  public ResetReason {
    // One character more: a pair of surrogates that this parts is cut off below.
    text = cut(clean(text.substring(0, Math.min(text.length(), MAX_BYTES + 1)))).strip();
  }

  public boolean isNone() {
    return text.isEmpty();
  }

  /** Reads a payload, whatever is in it; the buffer's position stays. */
  static ResetReason decode(ByteBuffer payload) {
    if (!payload.hasRemaining()) {
      return NONE;
    }
    // One byte more shows whether the cut falls between two characters.
    byte[] head = new byte[Math.min(payload.remaining(), MAX_BYTES + 1)];
    payload.get(payload.position(), head);
    int length = Utf8.lengthWithin(head, MAX_BYTES);
    return new ResetReason(new String(head, 0, length, StandardCharsets.UTF_8));
  }

  byte[] encode() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String clean(String text) {
    return text.replaceAll("[\\p{Z}\\s]+", " ").replaceAll("\\p{C}", "?").strip();
  }

  private static String cut(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int length = Utf8.lengthWithin(utf8, MAX_BYTES);
    return length == utf8.length ? text : new String(utf8, 0, length, StandardCharsets.UTF_8);
  }
}
