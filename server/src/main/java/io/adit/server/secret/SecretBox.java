package io.adit.server.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals secrets with AES-256-GCM under the key of one file, so that what is stored elsewhere can be
 * copied or backed up without giving them away. For any thread.
 *
 * <pre>
 * sealed: | 1 byte form = 1 | 12 bytes nonce | ciphertext | 16 bytes tag |
 * </pre>
 */
public final class SecretBox {
  private static final byte FORM = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int SHORTEST = 1 + NONCE_BYTES + TAG_BITS / 8;

  private final KeyFile keyFile;
  private final SecureRandom random;
  private @Nullable SecretKey loaded; // guarded by this

  /**
   * @param keyFile made by the first {@link #seal} where it does not exist; its folder must
   */
  public SecretBox(Path keyFile, SecureRandom random) {
    this.keyFile = new KeyFile(keyFile, random);
    this.random = random;
  }

  /**
   * @param purpose what the secret is and whose; {@link #open} must name the same, so that sealed
   *     bytes that were moved to another place are refused
   */
  public byte[] seal(byte[] secret, String purpose) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, keyOrNew(), nonce, purpose);
      byte[] ciphertext = cipher.doFinal(secret);
      return ByteBuffer.allocate(1 + NONCE_BYTES + ciphertext.length)
          .put(FORM)
          .put(nonce)
          .put(ciphertext)
          .array();
    } catch (GeneralSecurityException e) {
      throw new SecretBoxException("Cannot seal " + purpose + ": " + e.getMessage(), e);
    }
  }

  /** The secret that {@link #seal} was given for the same purpose. */
  public byte[] open(byte[] sealed, String purpose) {
    if (sealed.length < SHORTEST || sealed[0] != FORM) {
      throw new SecretBoxException(
          "What is stored for " + purpose + " was not sealed by this program, or is damaged.");
    }
    byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, existingKey(purpose), nonce, purpose);
      return cipher.doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
    } catch (AEADBadTagException e) {
      throw new SecretBoxException(
          "Cannot open what is stored for %s with the key file %s: it was sealed with another key,"
                  .formatted(purpose, keyFile.path())
              + " or it was changed. Put back the key file that belongs to this data folder.",
          e);
    } catch (GeneralSecurityException e) {
      throw new SecretBoxException("Cannot open " + purpose + ": " + e.getMessage(), e);
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String purpose)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private synchronized SecretKey keyOrNew() {
    if (loaded == null) {
      loaded = aes(keyFile.read().orElseGet(keyFile::create));
    }
    return loaded;
  }

  // Never makes a key: a new one could not open what an old one sealed, and would hide its loss.
  private synchronized SecretKey existingKey(String purpose) {
    if (loaded == null) {
      loaded =
          aes(
              keyFile
                  .read()
                  .orElseThrow(() ->
                      new SecretBoxException(
                          "The key file %s is missing, and without it %s cannot be opened. Put"
                                  .formatted(keyFile.path(), purpose)
                              + " it back from a backup of this data folder.")));
    }
    return loaded;
  }

  private static SecretKey aes(byte[] key) {
    return new SecretKeySpec(key, "AES");
  }
}
