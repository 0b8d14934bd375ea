package io.adit.server;

import io.adit.server.backup.Archive;
import io.adit.server.backup.Manifest;
import io.adit.server.store.DatabaseException;
import io.adit.server.store.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Makes backups of a data folder, also while its server runs, which does not notice. */
public final class Backup {
  /** What belongs to a process, and SQLite's own, which are in the snapshot already. */
  private static final Set<String> NOT_KEPT =
      Set.of("adit.lock", "endpoint.json", "adit.db", "adit.db-wal", "adit.db-shm");

  private static final String DATABASE = "adit.db";
  private static final String KEY = "secret.key";

  private final Path folder;
  private final InstantSource clock;

  /**
   * @param folder a data folder
   */
  public Backup(Path folder, InstantSource clock) {
    this.folder = folder.toAbsolutePath().normalize();
    this.clock = clock;
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
    } catch (DatabaseException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    } catch (StartupException e) {
      throw e;
    } catch (Exception e) {
      throw new StartupException("The backup cannot be written to %s: %s".formatted(file, e), e);
    }
  }

  private Manifest write(Path file, boolean withKey) throws IOException {
    Path snapshot = file.resolveSibling(file.getFileName() + ".db.part");
    Path draft = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.deleteIfExists(snapshot);
      Files.deleteIfExists(draft);
      Snapshot.take(DataFolder.database(folder), OwnersFiles.newFile(snapshot));
      Map<String, Path> contents = contents(withKey);
      contents.put(DATABASE, snapshot);
      String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
      Manifest manifest =
          Archive.write(OwnersFiles.newFile(draft), contents, now, AditServer.version());
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      OwnersFiles.sync(file.resolveSibling("."));
      return manifest;
    } finally {
      Files.deleteIfExists(snapshot);
      Files.deleteIfExists(draft);
    }
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
