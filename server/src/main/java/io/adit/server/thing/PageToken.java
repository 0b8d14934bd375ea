package io.adit.server.thing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The text that asks for the next page: where the last one ended, and not how many were before, so
 * that it stays right while others come and go.
 *
 * <pre>
 *   1 byte   version, 1
 *   n bytes  the position where the last page ended
 *   8 bytes  start of the SHA-256 of all that and of what the list is of
 * </pre>
 */
final class PageToken {
  private static final byte VERSION = 1;
  private static final int CHECK_BYTES = 8;

  private PageToken() {}

  static String encode(String position, String list) {
    byte[] text = position.getBytes(UTF_8);
    byte[] bytes = new byte[1 + text.length + CHECK_BYTES];
    bytes[0] = VERSION;
    System.arraycopy(text, 0, bytes, 1, text.length);
    System.arraycopy(check(text, list), 0, bytes, 1 + text.length, CHECK_BYTES);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** The position; null for the first page. */
  static @Nullable String decode(@Nullable String token, String list) {
    if (token == null) {
      return null;
    }
    byte[] bytes = bytes(token);
    if (bytes.length > 1 + CHECK_BYTES && bytes[0] == VERSION) {
      byte[] text = Arrays.copyOfRange(bytes, 1, bytes.length - CHECK_BYTES);
      byte[] check = Arrays.copyOfRange(bytes, bytes.length - CHECK_BYTES, bytes.length);
      if (Arrays.equals(check, check(text, list))) {
        return new String(text, UTF_8);
      }
    }
    throw invalid();
  }

  private static byte[] bytes(String token) {
    try {
      return Base64.getDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  static RegistryException invalid() {
    return new RegistryException(
        RegistryException.Reason.INVALID,
        "The next token is not one that this list returned for the same filter; ask again without"
            + " it to start from the first page.");
  }

  private static byte[] check(byte[] position, String list) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(position);
      digest.update((byte) 0);
      digest.update(list.getBytes(UTF_8));
      return Arrays.copyOf(digest.digest(), CHECK_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
