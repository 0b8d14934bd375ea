package io.adit.cli.thing;

import io.adit.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder that a device gets. It is put together in a folder beside it, which only its owner may
 * enter, and appears whole or not at all.
 */
final class Bundle implements AutoCloseable {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> READABLE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

  private final Path folder;
  private final Path draft;

  private Bundle(Path folder, Path draft) {
    this.folder = folder;
    this.draft = draft;
  }

  /**
   * A bundle that is to be in a folder which is not there yet, or is empty.
   *
   * @throws CommandFailedException where it is not, or cannot be made
   */
  static Bundle in(Path folder) {
    Path whole = folder.toAbsolutePath().normalize();
    try {
      if (Files.exists(whole, LinkOption.NOFOLLOW_LINKS) && !isEmptyFolder(whole)) {
        throw new CommandFailedException(
            folder + " is there already; choose another folder with --out, or take it away");
      }
      return new Bundle(whole, draftFor(whole));
    } catch (IOException e) {
      throw new CommandFailedException(folder + " cannot be made: " + e);
    }
  }

  /**
   * New files for a bundle that is there.
   *
   * @throws CommandFailedException where there is none
   */
  static Bundle replacing(Path folder) {
    Path whole = folder.toAbsolutePath().normalize();
    Path configuration = whole.resolve(AgentFile.NAME);
    if (!Files.isRegularFile(configuration)) {
      throw new CommandFailedException(
          "there is no %s in %s; name the folder of the device's bundle with --out"
              .formatted(AgentFile.NAME, folder));
    }
    try {
      AgentFile.requireIdentity(Files.readString(configuration), configuration);
      return new Bundle(whole, draftFor(whole));
    } catch (IOException e) {
      throw new CommandFailedException("nothing can be written beside " + folder + ": " + e);
    }
  }

  private static boolean isEmptyFolder(Path path) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.findAny().isEmpty();
    }
  }

  private static Path draftFor(Path whole) throws IOException {
    Path parent = whole.getParent();
    if (parent == null) {
      throw new IOException("it has no folder around it");
    }
    return Files.createTempDirectory(parent, "." + whole.getFileName() + ".", OWNER_ONLY_FOLDER);
  }

  Path folder() {
    return folder;
  }

  /** The private key: for its owner's eyes from the first moment. */
  void putKey(String pem) {
    put(AgentFile.KEY, pem, OWNER_ONLY);
  }

  /** Any other file. */
  void put(String name, String content) {
    put(name, content, READABLE);
  }

  private void put(String name, String content, FileAttribute<Set<PosixFilePermission>> mode) {
    try {
      Files.writeString(Files.createFile(draft.resolve(name), mode), content);
    } catch (IOException e) {
      throw new CommandFailedException(folder.resolve(name) + " cannot be written: " + e);
    }
  }

  /** The folder appears, with all that was put into it. */
  void finish() {
    try {
      Files.deleteIfExists(folder); // an empty one
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CommandFailedException(folder + " cannot be made: " + e);
    }
  }

  /**
   * What was put here comes beside the files that are there, under names of its own, and the
   * configuration names it instead of them from one moment to the next: whenever the agent reads
   * it, certificate and key belong together.
   *
   * @param mark tells the new names from others
   */
  void finishReplacing(String mark) {
    String certificate = AgentFile.withMark(AgentFile.CERTIFICATE, mark);
    String key = AgentFile.withMark(AgentFile.KEY, mark);
    try {
      boolean hasKey = Files.exists(draft.resolve(AgentFile.KEY));
      if (hasKey) {
        Files.move(draft.resolve(AgentFile.KEY), folder.resolve(key));
      }
      Files.move(draft.resolve(AgentFile.CERTIFICATE), folder.resolve(certificate));
      Path configuration = folder.resolve(AgentFile.NAME);
      String text = Files.readString(configuration);
      put(AgentFile.NAME, AgentFile.withIdentity(text, certificate, hasKey ? key : null));
      Files.move(draft.resolve(AgentFile.NAME), configuration, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CommandFailedException(
          "the new files cannot be put into " + folder + ": " + e + "; the old ones still hold");
    }
  }

  /** Takes away what was put together and not finished. */
  @Override
  public void close() {
    if (!Files.exists(draft)) {
      return;
    }
    try (Stream<Path> files = Files.walk(draft)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("adit: " + draft + " cannot be removed: " + e.getMessage());
    }
  }
}
