package io.adit.server;

import io.adit.server.secret.MasterKey;
import io.adit.server.secret.SecretBox;
import io.adit.server.secret.SecretBoxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The administrator's access key as it lies sealed in the data folder, so that {@code adit env}
 * need not open the database. {@code toString} hides the secret.
 */
public record AdministratorKey(String id, String secret) {
  private static final String NAME = "admin.sealed";
  private static final String PURPOSE = "the administrator's access key";

  /** Of a data folder whose own key lies there in clear. */
  public static AdministratorKey read(Path folder) throws IOException {
    return read(folder, null);
  }

  /**
   * @param folder a data folder that a server has been started on
   * @param master what opens the folder's own key; null: that lies there in clear
   * @throws SecretBoxException when the folder's key does not open it
   */
  public static AdministratorKey read(Path folder, @Nullable MasterKey master) throws IOException {
    var box = new SecretBox(DataFolder.secretKey(folder), master, new SecureRandom());
    return find(folder, box)
        .orElseThrow(() ->
            new IOException(
                folder.resolve(NAME) + " is missing; the server writes it at its next start"));
  }

  /** Whether a server got as far as its first access key here. */
  static boolean isKept(Path folder) {
    return Files.exists(folder.resolve(NAME));
  }

  static Optional<AdministratorKey> find(Path folder, SecretBox box) throws IOException {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String text = box.openText(Files.readAllBytes(file), PURPOSE);
    List<String> lines = text.lines().toList();
    return Optional.of(new AdministratorKey(lines.getFirst(), lines.getLast()));
  }

  void write(Path folder, SecretBox box) throws IOException {
    byte[] sealed = box.sealText(id + "\n" + secret, PURPOSE);
    Path draft = folder.resolve(NAME + ".new");
    Files.write(draft, sealed);
    Files.move(draft, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public String toString() {
    return "AdministratorKey[id=" + id + ", secret=hidden]";
  }
}
