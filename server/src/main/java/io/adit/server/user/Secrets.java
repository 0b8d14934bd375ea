package io.adit.server.user;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Random texts that let somebody in; only their hashes are kept. */
public final class Secrets {
  private static final int BYTES = 32;

  private Secrets() {}

  /** 256 random bits, base64url. */
  public static String mint(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Its SHA-256, in hex. */
  public static String hash(String secret) {
    return HexFormat.of().formatHex(sha256(secret.getBytes(UTF_8)));
  }

  /** The challenge that belongs to a verifier of RFC 7636 ("S256"). */
  public static String challenge(String verifier) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(sha256(verifier.getBytes(US_ASCII)));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
