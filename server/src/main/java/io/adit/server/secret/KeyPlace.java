package io.adit.server.secret;

import java.nio.file.Path;
import java.util.Optional;

/** Where a data folder keeps its own key: in clear, or under a master key. */
sealed interface KeyPlace permits KeyFile, SealedKeyFile {
  int KEY_BYTES = 32;

  /** For people. */
  Path path();

  /** The key, for the caller to wipe; empty where there is none yet. */
  Optional<byte[]> read();

  /** Keeps this one from now on. */
  void write(byte[] key);
}
