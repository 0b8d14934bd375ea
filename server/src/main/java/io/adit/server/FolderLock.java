package io.adit.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The lock on a data folder. The operating system lets go of it when its process ends, however that
 * ends; the process id inside is for people.
 */
final class FolderLock implements AutoCloseable {
  private static final String NAME = "adit.lock";
  private static final int LONGEST_ID = 20;

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  static boolean exists(Path folder) {
    return Files.exists(folder.resolve(NAME));
  }

  /** Takes the folder, or says who has it. */
  static FolderLock take(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(NAME),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      String holder = holder(channel);
      channel.close();
      throw new StartupException(
          "The data folder %s is in use by another Adit server%s. Stop that one, or choose another folder: --data DIR"
              .formatted(folder, holder));
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
    return new FolderLock(channel);
  }

  /** Whether a server has the folder now. */
  static boolean isHeld(Path folder) throws IOException {
    if (!exists(folder)) {
      return false;
    }
    try (FileChannel channel =
        FileChannel.open(folder.resolve(NAME), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return tryLock(channel) == null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock goes with the process at the latest.
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // by a server in this same process
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer id = ByteBuffer.allocate(LONGEST_ID);
    channel.read(id, 0);
    String text = new String(id.array(), 0, id.position(), StandardCharsets.UTF_8).strip();
    return text.isEmpty() ? "" : " (process " + text + ")";
  }
}
