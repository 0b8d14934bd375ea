package io.adit.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Why a stream or connection ended, in words for people: Adit's own use of the payload of a reset,
 * where both ends of a link agreed to it ({@link Extensions}).
 *
 * <p>It was written by somebody else and will be printed, so whatever the text was made of, this
 * one is {@link PlainText} of at most {@link #MAX_BYTES} bytes. An empty text is no reason.
 */
public record ResetReason(String text) {
  /** Bytes of UTF-8, at most; what is longer is cut between two characters. */
  public static final int MAX_BYTES = 256;

  public static final ResetReason NONE = new ResetReason("");

  public ResetReason {
    text = PlainText.of(text, MAX_BYTES);
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
    int length = PlainText.lengthWithin(head, MAX_BYTES);
    return new ResetReason(new String(head, 0, length, StandardCharsets.UTF_8));
  }

  byte[] encode() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
