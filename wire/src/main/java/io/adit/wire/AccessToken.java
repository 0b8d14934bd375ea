package io.adit.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A client access token: what lets one side of one tunnel connect. Its text is opaque to every
 * client. {@code toString} hides it, so that no log can show it.
 */
public record AccessToken(String value) {
  /** Greengrass copies a token into 1,024 bytes and cuts the rest without a word. */
  public static final int MAX_MINTED_CHARS = 1_023;

  private static final int BYTES = 48;

  /** Makes the first character an A: behind {@code -t}, a hyphen would begin the next option. */
  private static final byte FIRST_BYTE = 1;

  /** A new token of 376 random bits, base64url. */
  public static AccessToken mint(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    bytes[0] = FIRST_BYTE;
    return new AccessToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** SHA-256 of the text, in hex: the only form that is ever stored. */
  public String hash() {
    return sha256(value);
  }

  /** SHA-256 of a secret's UTF-8, in lower-case hex. */
  static String sha256(String secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "AccessToken[hidden]";
  }
}
