package io.adit.server.secret;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The forms that 32 bytes may have. No part of it is ever in a problem's text. */
final class KeyText {
  private static final int HEX_CHARS = 2 * KeyPlace.KEY_BYTES;
  private static final int BASE64_CHARS = 44;

  private KeyText() {}

  static byte[] decode(byte[] content, String origin) {
    if (content.length == KeyPlace.KEY_BYTES) {
      return content.clone();
    }
    byte[] text = stripped(content);
    try {
      return switch (text.length) {
        case HEX_CHARS -> fromHex(text);
        case BASE64_CHARS, BASE64_CHARS - 1 -> Base64.getDecoder().decode(text);
        default -> throw new IllegalArgumentException();
      };
    } catch (IllegalArgumentException e) {
      throw new SecretBoxException(
          "What %s holds is no key: 32 bytes are needed, as base64 or hexadecimal text. Make one: %s"
              .formatted(origin, MasterKey.MAKING));
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private static byte[] fromHex(byte[] text) {
    char[] chars = new char[text.length];
    for (int i = 0; i < text.length; i++) {
      chars[i] = (char) text[i];
    }
    try {
      return HexFormat.of().parseHex(chars, 0, chars.length);
    } finally {
      Arrays.fill(chars, '0');
    }
  }

  private static byte[] stripped(byte[] content) {
    ByteBuffer text = ByteBuffer.wrap(content);
    while (text.hasRemaining() && isSpace(text.get(text.position()))) {
      text.get();
    }
    while (text.hasRemaining() && isSpace(text.get(text.limit() - 1))) {
      text.limit(text.limit() - 1);
    }
    return Arrays.copyOfRange(content, text.position(), text.limit());
  }

  private static boolean isSpace(byte value) {
    return value == ' ' || value == '\t' || value == '\r' || value == '\n';
  }
}
