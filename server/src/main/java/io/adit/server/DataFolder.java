package io.adit.server;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * The folder of all that a server keeps, held by one server at a time and closed to other users.
 *
 * <pre>
 * adit.lock          held by the running server; its process id
 * endpoint.json      where the running server listens
 * adit.db            tunnels, tokens' hashes, access keys, things, their certificates, users
 * secret.key         opens what is sealed here: keep a copy elsewhere, and not with the rest;
 *                    secret.key.sealed where a key of the operator's own is over it
 * ca.pem             what clients trust           ca.key.sealed
 * server.pem         the server's certificate     server.key.sealed
 * device-ca.pem      what signs devices           device-ca.key.sealed
 * admin.sealed       the administrator's access key
 * restore.new        what a restore has not put in its place yet
 * before-restore-*   what was here before a restore
 * audit/             the audit log
 * audit.pem          what proves it                audit.key.sealed
 * </pre>
 */
final class DataFolder implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  /** What a file system puts into an empty folder itself. */
  private static final String LOST_AND_FOUND = "lost+found";

  private static final int NAMES_SHOWN = 3;

  private final Path path;
  private final FolderLock lock;

  private DataFolder(Path path, FolderLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Makes the folder where there is none, and takes it for this process. */
  static DataFolder open(Path data) {
    Path path = data.toAbsolutePath().normalize();
    try {
      if (!Files.exists(path)) {
        create(path);
      }
      requireOurs(path);
      requireClosedToOthers(path);
      return new DataFolder(path, FolderLock.take(path));
    } catch (AccessDeniedException e) {
      throw new StartupException(
          "The data folder %s is not open to user %s: %s is refused. Choose another with --data, or change its owner."
              .formatted(path, System.getProperty("user.name"), e.getFile()),
          e);
    } catch (IOException e) {
      throw new StartupException(
          "The data folder %s cannot be used (%s). See that it can be written and is not mounted read-only, or choose another: --data DIR"
              .formatted(path, reason(e)),
          e);
    }
  }

  Path path() {
    return path;
  }

  /** Whether no server got as far as its database here. */
  boolean isNew() {
    return !Files.exists(database());
  }

  Path database() {
    return database(path);
  }

  static Path database(Path folder) {
    return folder.resolve("adit.db");
  }

  /**
   * Refuses what a server could only start on by forgetting what was answered: SQLite takes an
   * empty or missing file for a new database, and a missing log for one that was written back.
   */
  void requireWhole() throws IOException {
    requireWhole(path);
  }

  static void requireWhole(Path folder) throws IOException {
    Path database = database(folder);
    if (Files.exists(staging(folder))) {
      throw new StartupException(
          "A restore into %s was interrupted. Run it again: adit restore FILE --data '%s' --force"
              .formatted(folder, folder));
    }
    boolean used = AdministratorKey.isKept(folder);
    if (used && (!Files.exists(database) || Files.size(database) == 0)) {
      throw new StartupException(
          "%s is %s, although a server has kept its data in this folder. Put back a backup (adit restore FILE --force); to begin with no data, choose another folder: --data DIR"
              .formatted(database, Files.exists(database) ? "empty" : "missing"));
    }
    boolean stopped = !RunningServer.isKept(folder);
    if (!stopped && Files.exists(database) && !Files.exists(writeAheadLog(folder))) {
      throw new StartupException(
          "%s is missing, although the server before did not stop by itself: what it answered last was in there. Put that file back, or a backup (adit restore FILE --force). Where another program than Adit's has opened the database since, nothing is lost: then remove %s and start again"
              .formatted(writeAheadLog(folder), RunningServer.file(folder)));
    }
  }

  /**
   * For who opens the database beside a server, or without one; to be closed behind the database.
   * Where no server runs, that closing writes the log back into the database, which a server that
   * was killed did not, so nobody must miss the log any more.
   */
  static AutoCloseable visit(Path folder) throws IOException {
    if (!Files.exists(database(folder))) {
      throw new StartupException(
          "%s holds no data of Adit: start the server there first, or name its folder with --data"
              .formatted(folder));
    }
    if (FolderLock.isHeld(folder)) {
      return () -> {};
    }
    requireWhole(folder);
    return () -> {
      if (!FolderLock.isHeld(folder)) {
        RunningServer.remove(folder);
      }
    };
  }

  private static Path writeAheadLog(Path folder) {
    return folder.resolve("adit.db-wal");
  }

  /** Where a restore puts all that it takes out of a backup, until it is whole. */
  static Path staging(Path folder) {
    return folder.resolve("restore.new");
  }

  Path secretKey() {
    return secretKey(path);
  }

  static Path secretKey(Path folder) {
    return folder.resolve("secret.key");
  }

  @Override
  public void close() {
    lock.close();
  }

  private static void create(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    OwnersFiles.newFolder(path);
  }

  private static void requireOurs(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new StartupException(
          "The data folder " + path + " is a file. Choose another: --data DIR");
    }
    if (FolderLock.exists(path)) {
      return;
    }
    List<String> others = foreignFiles(path);
    if (!others.isEmpty()) {
      throw new StartupException(
          "%s holds other things (%s) and no data of Adit. Choose an empty or a new folder: --data DIR"
              .formatted(path, String.join(", ", others)));
    }
    if (OwnersFiles.isPosix(path)) {
      Files.setPosixFilePermissions(path, OWNER_ONLY);
    }
  }

  private static List<String> foreignFiles(Path path) throws IOException {
    try (var files = Files.list(path)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(LOST_AND_FOUND))
          .sorted()
          .limit(NAMES_SHOWN)
          .toList();
    }
  }

  private static void requireClosedToOthers(Path path) throws IOException {
    if (!OwnersFiles.isPosix(path)) {
      return;
    }
    Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
    if (!OWNER_ONLY.containsAll(rights)) {
      throw new StartupException(
          "The data folder %s is open to other users of this machine (%s). Run: chmod 700 '%s'"
              .formatted(path, PosixFilePermissions.toString(rights), path));
    }
  }

  private static String reason(IOException e) {
    return e instanceof FileSystemException failure && failure.getReason() != null
        ? failure.getFile() + ": " + failure.getReason()
        : e.toString();
  }
}
