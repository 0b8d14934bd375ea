package io.adit.server.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Seals secrets with AES-256-GCM under the key of one file, so that what is stored elsewhere can be
 * copied or backed up without giving them away. For any thread.
 */
public final class SecretBox {
  private final KeyPlace place;
  private final SecureRandom random;
  private @Nullable SecretKey loaded; // guarded by this

  /**
   * @param keyFile made by the first {@link #seal} where it does not exist; its folder must
   */
  public SecretBox(Path keyFile, SecureRandom random) {
    this(keyFile, null, random);
  }

  /**
   * @param keyFile where the key would lie in clear
   * @param master what seals that key in its turn; null: nothing does
   */
  public SecretBox(Path keyFile, @Nullable MasterKey master, SecureRandom random) {
    this.place = place(keyFile, master, random);
    this.random = random;
  }

  /**
   * Seals the key of a data folder anew, or in clear; what it sealed stays as it is. A server that
   * runs goes on with the key that it has read.
   *
   * @param before what opens it now; null: it lies there in clear
   * @param after what is to open it; null: it shall lie there in clear
   */
  public static void rotate(
      Path keyFile, @Nullable MasterKey before, @Nullable MasterKey after, SecureRandom random) {
    byte[] key =
        place(keyFile, before, random)
            .read()
            .orElseThrow(() -> new SecretBoxException(keyFile + " is missing: no key to seal"));
    if (after == null) {
      new OwnerFile(keyFile, random).write(key);
      new OwnerFile(SealedKeyFile.beside(keyFile), random).delete();
    } else {
      place(keyFile, after, random).write(key);
    }
    Arrays.fill(key, (byte) 0);
  }

  /**
   * @param purpose what the secret is and whose; {@link #open} must name the same, so that sealed
   *     bytes that were moved to another place are refused
   */
  public byte[] seal(byte[] secret, String purpose) {
    try {
      return Sealing.seal(keyOrNew(), secret, purpose, random);
    } catch (GeneralSecurityException e) {
      throw new SecretBoxException("Cannot seal " + purpose + ": " + e.getMessage(), e);
    }
  }

  /** The same for a text, of which no bytes stay in memory. */
  public byte[] sealText(String secret, String purpose) {
    byte[] bytes = secret.getBytes(UTF_8);
    try {
      return seal(bytes, purpose);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** The secret that {@link #seal} was given for the same purpose. */
  public byte[] open(byte[] sealed, String purpose) {
    if (!Sealing.looksSealed(sealed)) {
      throw new SecretBoxException(
          "What is stored for " + purpose + " was not sealed by this program, or is damaged.");
    }
    try {
      return Sealing.open(existingKey(purpose), sealed, purpose);
    } catch (AEADBadTagException e) {
      throw new SecretBoxException(
          "Cannot open what is stored for %s with the key file %s: it was sealed with another key,"
                  .formatted(purpose, place.path())
              + " or it was changed. Put back the key file that belongs to this data folder.",
          e);
    } catch (GeneralSecurityException e) {
      throw new SecretBoxException("Cannot open " + purpose + ": " + e.getMessage(), e);
    }
  }

  /** The text that {@link #sealText} was given. */
  public String openText(byte[] sealed, String purpose) {
    byte[] bytes = open(sealed, purpose);
    try {
      return new String(bytes, UTF_8);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static KeyPlace place(Path keyFile, @Nullable MasterKey master, SecureRandom random) {
    return master == null ? KeyFile.at(keyFile, random) : SealedKeyFile.at(keyFile, master, random);
  }

  private synchronized SecretKey keyOrNew() {
    if (loaded == null) {
      loaded = wiped(place.read().orElseGet(this::create));
    }
    return loaded;
  }

  private byte[] create() {
    byte[] key = new byte[KeyPlace.KEY_BYTES];
    random.nextBytes(key);
    place.write(key);
    return key;
  }

  // Never makes a key: a new one could not open what an old one sealed, and would hide its loss.
  private synchronized SecretKey existingKey(String purpose) {
    if (loaded == null) {
      loaded =
          wiped(
              place
                  .read()
                  .orElseThrow(() ->
                      new SecretBoxException(
                          "The key file %s is missing, and without it %s cannot be opened. Put"
                                  .formatted(place.path(), purpose)
                              + " it back from a backup of this data folder.")));
    }
    return loaded;
  }

  private static SecretKey wiped(byte[] bytes) {
    SecretKey key = Sealing.key(bytes);
    Arrays.fill(bytes, (byte) 0);
    return key;
  }
}
