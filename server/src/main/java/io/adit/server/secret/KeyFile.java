package io.adit.server.secret;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/** The file that holds the 32 bytes of a key in clear, readable by its owner alone. */
record KeyFile(OwnerFile file, OwnerFile sealedOne) implements KeyPlace {

  static KeyFile at(Path path, SecureRandom random) {
    return new KeyFile(
        new OwnerFile(path, random), new OwnerFile(SealedKeyFile.beside(path), random));
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public Optional<byte[]> read() {
    requireNoneSealed();
    Optional<byte[]> key = file.read();
    key.ifPresent(this::requireWhole);
    return key;
  }

  @Override
  public void write(byte[] key) {
    requireNoneSealed();
    file.write(key);
  }

  private void requireWhole(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new SecretBoxException(
          "The key file %s has %d bytes instead of %d: it is damaged or not a key file. Put back"
                  .formatted(path(), key.length, KEY_BYTES)
              + " the one that belongs to this data folder.");
    }
  }

  // Another key beside it would open nothing of what is there.
  private void requireNoneSealed() {
    if (sealedOne.exists()) {
      throw new SecretBoxException(
          "The key of this data folder is sealed (%s), and nothing was given that opens it. Say where the key over it is: --secret-key-file, --secret-key-command, or the variable %s."
              .formatted(sealedOne.path(), MasterKey.VARIABLE));
    }
  }
}
