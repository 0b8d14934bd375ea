package io.adit.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** The escapes of a path or query, as they stand on a request line. */
public final class PercentEncoding {
  private PercentEncoding() {}

  /**
   * Decodes once. A percent sign that begins no escape stands for itself; so does a plus sign.
   *
   * @return the bytes, which are UTF-8 where the client keeps to the rules
   */
  public static byte[] decode(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (bytes[i] == '%' && high >= 0 && low >= 0) {
        decoded.write(high << 4 | low);
        i += 2;
      } else {
        decoded.write(bytes[i]);
      }
    }
    return decoded.toByteArray();
  }

  /** Decodes once, to text. */
  public static String decodeText(String text) {
    return new String(decode(text), UTF_8);
  }
}
