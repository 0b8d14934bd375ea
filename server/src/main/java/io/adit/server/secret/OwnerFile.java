package io.adit.server.secret;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** A small file readable by its owner alone, that is there whole or not at all. */
record OwnerFile(Path path, SecureRandom random) {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNERS =
      PosixFilePermissions.fromString("rwx------");

  OwnerFile {
    path = path.toAbsolutePath();
  }

  boolean exists() {
    return Files.exists(path);
  }

  /** What it holds; empty where there is no file. */
  Optional<byte[]> read() {
    try {
      requireOwnerOnly();
      return Optional.of(Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new SecretBoxException("Cannot read the key file " + path + ": " + e.getMessage(), e);
    }
  }

  /**
   * Replaces what is there. The new one appears whole or not at all, whatever happens meanwhile.
   */
  void write(byte[] content) {
    byte[] suffix = new byte[8];
    random.nextBytes(suffix);
    Path draft =
        path.resolveSibling(path.getFileName() + "." + HexFormat.of().formatHex(suffix) + ".new");
    try {
      write(draft, content);
      Files.move(draft, path, ATOMIC_MOVE);
      syncFolder();
    } catch (IOException e) {
      throw new SecretBoxException("Cannot write the key file " + path + ": " + e.getMessage(), e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(path);
      syncFolder();
    } catch (IOException e) {
      throw new SecretBoxException("Cannot remove the key file " + path + ": " + e.getMessage(), e);
    }
  }

  private void write(Path file, byte[] content) throws IOException {
    FileAttribute<?>[] attributes =
        isPosix()
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    try (FileChannel channel = FileChannel.open(file, Set.of(CREATE_NEW, WRITE), attributes)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private void requireOwnerOnly() throws IOException {
    if (!isPosix()) {
      return;
    }
    Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(path));
    String shown = PosixFilePermissions.toString(others);
    others.removeAll(OWNERS);
    if (!others.isEmpty()) {
      throw new SecretBoxException(
          "The key file %s is open to other users of this machine (%s). Run: chmod 600 '%s'"
              .formatted(path, shown, path));
    }
  }

  // Without this a power cut could undo the move while what was sealed with the key stays.
  private void syncFolder() throws IOException {
    if (isPosix()) {
      try (FileChannel folder = FileChannel.open(path.getParent(), READ)) {
        folder.force(true);
      }
    }
  }

  private boolean isPosix() {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
