package io.adit.server;

import io.adit.server.backup.Archive;
import io.adit.server.backup.Manifest;
import io.adit.server.secret.MasterKey;
import io.adit.server.secret.SealedFile;
import io.adit.server.secret.SecretBoxException;
import io.adit.server.store.DatabaseException;
import io.adit.server.store.Snapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes backups of a data folder, also while its server runs, which does not notice. */
public final class Backup {
  /** What belongs to a process, and SQLite's own, which are in the snapshot already. */
  private static final Set<String> NOT_KEPT =
      Set.of("adit.lock", "endpoint.json", "adit.db", "adit.db-wal", "adit.db-shm");

  private static final String DATABASE = "adit.db";
  private static final String KEY = "secret.key";

  private final Path folder;
  private final InstantSource clock;
  private final @Nullable MasterKey key;

  /**
   * @param folder a data folder
   */
  public Backup(Path folder, InstantSource clock) {
    this(folder, clock, null);
  }

  private Backup(Path folder, InstantSource clock, @Nullable MasterKey key) {
    this.folder = folder.toAbsolutePath().normalize();
    this.clock = clock;
    this.key = key;
  }

  /** Those that it makes are encrypted, so that without this key nobody reads anything of them. */
  public Backup encryptedWith(MasterKey chosen) {
    return new Backup(folder, clock, chosen);
  }

  /**
   * Makes one. The file appears whole or not at all, and is its owner's alone.
   *
   * @param withKey whether the key is in it that opens what is sealed
   * @param replace whether it may take a file's place
   * @throws StartupException in words for the operator
   */
  public Manifest to(Path file, boolean withKey, boolean replace) {
    if (Files.exists(file) && !replace) {
      throw new StartupException(
          "%s is there already: name another file, or replace it with --force".formatted(file));
    }
    try (AutoCloseable _ = DataFolder.visit(folder)) {
      return write(file.toAbsolutePath(), withKey);
    } catch (DatabaseException | SecretBoxException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    } catch (StartupException e) {
      throw e;
    } catch (Exception e) {
      throw new StartupException("The backup cannot be written to %s: %s".formatted(file, e), e);
    }
  }

  private Manifest write(Path file, boolean withKey) throws IOException {
    Path snapshot = snapshot(file);
    Path draft = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.deleteIfExists(snapshot);
      Files.deleteIfExists(draft);
      Snapshot.take(DataFolder.database(folder), OwnersFiles.newFile(snapshot));
      Map<String, Path> contents = contents(withKey);
      contents.put(DATABASE, snapshot);
      String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
      Manifest manifest =
          Archive.write(
              OwnersFiles.newFile(draft),
              this::encrypted,
              contents,
              new Archive.Made(now, AditServer.version()));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      OwnersFiles.sync(file.resolveSibling("."));
      return manifest;
    } finally {
      Files.deleteIfExists(snapshot);
      Files.deleteIfExists(draft);
    }
  }

  /**
   * Beside the backup, which has room; what is to be encrypted lies in clear in the folder alone.
   */
  private Path snapshot(Path file) {
    String name = file.getFileName() + ".db.part";
    return key == null ? file.resolveSibling(name) : folder.resolve(name);
  }

  private OutputStream encrypted(OutputStream file) throws IOException {
    return key == null ? file : SealedFile.writer(file, key, new SecureRandom());
  }

  private Map<String, Path> contents(boolean withKey) throws IOException {
    Map<String, Path> contents = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> {
            String name = folder.relativize(file).toString().replace('\\', '/');
            if (isKept(name) && (withKey || !name.equals(KEY))) {
              contents.put(name, file);
            }
          });
    }
    return contents;
  }

  private static boolean isKept(String name) {
    return !NOT_KEPT.contains(name)
        && !name.endsWith(".new")
        && !name.endsWith(".part")
        && !Restore.isOwn(name)
        && Archive.isName(name);
  }
}
