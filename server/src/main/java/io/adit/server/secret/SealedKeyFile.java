package io.adit.server.secret;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;

/** The file that holds a key sealed with a master key, which lies elsewhere. */
record SealedKeyFile(OwnerFile file, OwnerFile clearOne, MasterKey master, SecureRandom random)
    implements KeyPlace {
  private static final String PURPOSE = "the key of a data folder";

  static SealedKeyFile at(Path clearPath, MasterKey master, SecureRandom random) {
    return new SealedKeyFile(
        new OwnerFile(beside(clearPath), random), new OwnerFile(clearPath, random), master, random);
  }

  /** The name that the sealed one has. */
  static Path beside(Path clearPath) {
    return clearPath.resolveSibling(clearPath.getFileName() + ".sealed");
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public Optional<byte[]> read() {
    Optional<byte[]> sealed = file.read();
    if (sealed.isEmpty()) {
      requireNoneInClear();
      // A wrong key is said now, and not when something was sealed with it.
      Arrays.fill(master.read(), (byte) 0);
      return Optional.empty();
    }
    byte[] key = open(sealed.get());
    removeClearOne(key);
    return Optional.of(key);
  }

  @Override
  public void write(byte[] key) {
    byte[] outer = master.read();
    try {
      file.write(Sealing.seal(Sealing.key(outer), key, PURPOSE, random));
    } catch (GeneralSecurityException e) {
      throw new SecretBoxException("Cannot seal " + PURPOSE + ": " + e.getMessage(), e);
    } finally {
      Arrays.fill(outer, (byte) 0);
    }
    byte[] kept = open(file.read().orElseThrow());
    if (!Arrays.equals(kept, key)) {
      throw new SecretBoxException(path() + " cannot be opened again: " + master.origin());
    }
    removeClearOne(kept);
    Arrays.fill(kept, (byte) 0);
  }

  private byte[] open(byte[] sealed) {
    if (!Sealing.looksSealed(sealed)) {
      throw new SecretBoxException(
          path() + " is damaged. Put it back from a backup of this data folder.");
    }
    byte[] outer = master.read();
    try {
      return Sealing.open(Sealing.key(outer), sealed, PURPOSE);
    } catch (AEADBadTagException e) {
      throw new SecretBoxException(
          "%s does not open with the key from %s: it was sealed with another, or it was changed. Give the key that it was sealed with."
              .formatted(path(), master.origin()),
          e);
    } catch (GeneralSecurityException e) {
      throw new SecretBoxException("Cannot open " + path() + ": " + e.getMessage(), e);
    } finally {
      Arrays.fill(outer, (byte) 0);
    }
  }

  private void requireNoneInClear() {
    if (clearOne.exists()) {
      throw new SecretBoxException(
          "A key was given for this data folder, but its own (%s) lies there in clear. Seal that once: adit secret rotate"
              .formatted(clearOne.path()));
    }
  }

  /** Sealing ends with this; it is made up for when something came between. */
  private void removeClearOne(byte[] key) {
    Optional<byte[]> left = clearOne.read();
    if (left.isEmpty()) {
      return;
    }
    if (!Arrays.equals(left.get(), key)) {
      throw new SecretBoxException(
          "There are two different keys of this data folder, %s and %s. Move away the one that is not its own."
              .formatted(clearOne.path(), path()));
    }
    Arrays.fill(left.get(), (byte) 0);
    clearOne.delete();
  }
}
