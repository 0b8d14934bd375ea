package io.adit.server;

import io.adit.server.secret.MasterKey;
import io.adit.server.secret.SecretBox;
import io.adit.server.secret.SecretBoxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** The key over a data folder's secrets, as whoever owns the folder sees to it. */
public final class FolderSecrets {
  private FolderSecrets() {}

  /**
   * Seals the folder's key with another one; a server may run meanwhile.
   *
   * @param before what opens it now; null: it lies there in clear
   * @param after what is to open it; null: it shall lie there in clear
   * @throws StartupException in words for the operator
   */
  public static void rotate(Path folder, @Nullable MasterKey before, @Nullable MasterKey after) {
    requireData(folder);
    try {
      SecretBox.rotate(DataFolder.secretKey(folder), before, after, new SecureRandom());
    } catch (SecretBoxException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
  }

  /** One line that says how the key is kept; throws StartupException where it does not open. */
  public static String status(Path folder, @Nullable MasterKey master) {
    requireData(folder);
    try {
      AdministratorKey.read(folder, master);
    } catch (SecretBoxException | IOException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
    return master == null
        ? "in clear: whoever can read %s can read its secrets".formatted(folder)
        : "sealed: it opens with the key from " + master.origin();
  }

  private static void requireData(Path folder) {
    if (!Files.exists(DataFolder.database(folder))) {
      throw new StartupException(
          "%s holds no data of Adit: start the server there first, or name its folder with --data"
              .formatted(folder));
    }
  }
}
