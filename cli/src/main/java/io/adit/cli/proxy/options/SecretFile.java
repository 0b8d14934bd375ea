package io.adit.cli.proxy.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that holds a token. */
public final class SecretFile {
  private static final Logger log = LoggerFactory.getLogger(SecretFile.class);

  private SecretFile() {}

  /** Says so where the file's mode lets other users read it. */
  public static void warnIfReadableByOthers(Path file) {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (mode.contains(PosixFilePermission.OTHERS_READ)
          || mode.contains(PosixFilePermission.GROUP_READ)) {
        log.warn(
            "{} holds a token, and other users can read it. Set its mode with: chmod 600 {}",
            file,
            file);
      }
    } catch (IOException | UnsupportedOperationException e) {
      log.debug("{}: the mode is not known: {}", file, e.toString());
    }
  }
}
