package io.adit.server.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM as it is used here.
 *
 * <pre>
 * sealed: | 1 byte form = 1 | 12 bytes nonce | ciphertext | 16 bytes tag |
 * </pre>
 */
final class Sealing {
  private static final byte FORM = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int SHORTEST = 1 + NONCE_BYTES + TAG_BITS / 8;

  private Sealing() {}

  static SecretKey key(byte[] bytes) {
    return new SecretKeySpec(bytes, "AES"); // has a copy
  }

  static boolean looksSealed(byte[] bytes) {
    return bytes.length >= SHORTEST && bytes[0] == FORM;
  }

  static byte[] seal(SecretKey key, byte[] secret, String purpose, SecureRandom random)
      throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] ciphertext = cipher(Cipher.ENCRYPT_MODE, key, nonce, purpose).doFinal(secret);
    return ByteBuffer.allocate(1 + NONCE_BYTES + ciphertext.length)
        .put(FORM)
        .put(nonce)
        .put(ciphertext)
        .array();
  }

  /** Of bytes that look sealed. */
  static byte[] open(SecretKey key, byte[] sealed, String purpose) throws GeneralSecurityException {
    byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
    return cipher(Cipher.DECRYPT_MODE, key, nonce, purpose)
        .doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String purpose)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
