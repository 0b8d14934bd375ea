package io.adit.server;

import io.adit.server.backup.Archive;
import io.adit.server.backup.BackupException;
import io.adit.server.backup.Manifest;
import io.adit.server.secret.MasterKey;
import io.adit.server.secret.SealedFile;
import io.adit.server.secret.SecretBoxException;
import io.adit.server.store.DatabaseException;
import io.adit.server.store.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Brings a backup back into a data folder on which no server runs. Until all of the backup is in
 * its place the folder has {@code restore.new}, and no server starts on it.
 */
public final class Restore {
  private static final String BEFORE = "before-restore-";
  private static final String KEY = "secret.key";
  private static final Set<String> STAYS = Set.of("adit.lock", "lost+found");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Path data;
  private final InstantSource clock;
  private final @Nullable MasterKey key;

  /**
   * What was done.
   *
   * @param closedTunnels those that were open when the backup was made
   * @param before where that is which the folder held; null: nothing
   * @param hasKey whether there is a key that opens what is sealed
   */
  public record Restored(
      Manifest manifest, int closedTunnels, @Nullable Path before, boolean hasKey) {}

  /**
   * @param data the folder; it is made where there is none
   */
  public Restore(Path data, InstantSource clock) {
    this(data, clock, null);
  }

  /**
   * @param key what opens an encrypted one; null: there is none
   */
  public Restore(Path data, InstantSource clock, @Nullable MasterKey key) {
    this.data = data.toAbsolutePath().normalize();
    this.clock = clock;
    this.key = key;
  }

  /** What a restore leaves in a data folder, which is in no backup. */
  static boolean isOwn(String name) {
    return name.startsWith(BEFORE) || name.startsWith("restore.new/");
  }

  /**
   * Restores.
   *
   * @param force also where the folder holds data, which is moved aside
   * @throws StartupException in words for the operator
   */
  public Restored from(Path file, boolean force) {
    if (!Files.isRegularFile(file)) {
      throw new StartupException("There is no file " + file);
    }
    try (DataFolder _ = DataFolder.open(data)) {
      Path staging = DataFolder.staging(data);
      if (isUsed() && !force) {
        throw new StartupException(
            "%s holds data of Adit: choose another folder with --data, or restore with --force, which moves it aside"
                .formatted(data));
      }
      OwnersFiles.delete(staging);
      return restore(file, OwnersFiles.newFolder(staging));
    } catch (DatabaseException | BackupException | SecretBoxException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new StartupException("%s cannot be restored: %s".formatted(file, e), e);
    }
  }

  private boolean isUsed() throws IOException {
    return !contents(data).isEmpty();
  }

  private Restored restore(Path file, Path staging) throws IOException {
    Instant now = clock.instant();
    Manifest manifest;
    int closed;
    try {
      manifest = extract(file, staging);
      closeToOthers(staging);
      closed = Snapshot.settle(DataFolder.database(staging), now);
    } catch (RuntimeException | IOException e) {
      OwnersFiles.delete(staging); // nothing of the folder was touched yet
      throw e;
    }
    Path before = moveAside(now, Files.exists(staging.resolve(KEY)));
    for (Path each : contents(staging)) {
      Files.move(each, data.resolve(each.getFileName()));
    }
    OwnersFiles.sync(data);
    OwnersFiles.delete(staging);
    OwnersFiles.sync(data);
    return new Restored(manifest, closed, before, Files.exists(DataFolder.secretKey(data)));
  }

  private Manifest extract(Path file, Path staging) throws IOException {
    if (!SealedFile.isOne(file)) {
      return Archive.extract(file, staging);
    }
    if (key == null) {
      throw new StartupException(
          "%s is encrypted: give the key that it was encrypted with (--secret-key-file, --secret-key-command or %s)"
              .formatted(file, MasterKey.VARIABLE));
    }
    Path opened = OwnersFiles.newFile(staging.resolve("opened.part"));
    try (InputStream in = SealedFile.reader(file, key);
        OutputStream out = Files.newOutputStream(opened)) {
      in.transferTo(out);
    }
    Manifest manifest = Archive.extract(opened, staging);
    Files.delete(opened);
    return manifest;
  }

  private static void closeToOthers(Path staging) throws IOException {
    try (Stream<Path> files = Files.walk(staging)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        OwnersFiles.close(file);
      }
    }
  }

  /** The key stays where the backup has none. */
  private @Nullable Path moveAside(Instant now, boolean withKey) throws IOException {
    List<Path> old = new ArrayList<>(contents(data));
    old.removeIf(each -> !withKey && each.endsWith(KEY));
    if (old.isEmpty()) {
      return null;
    }
    Path before = OwnersFiles.newFolder(data.resolve(BEFORE + TIME.format(now)));
    for (Path each : old) {
      Files.move(each, before.resolve(each.getFileName()));
    }
    return before;
  }

  /** All but what a restore must not touch. */
  private static List<Path> contents(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(each -> {
            String name = each.getFileName().toString();
            return !STAYS.contains(name) && !name.startsWith(BEFORE) && !name.equals("restore.new");
          })
          .sorted()
          .toList();
    }
  }
}
