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

  private static final int RANDOM_BYTES = 48;

  /** A new token of 384 random bits, base64url. */
  public static AccessToken mint(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
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
