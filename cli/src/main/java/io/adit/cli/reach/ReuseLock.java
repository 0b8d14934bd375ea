package io.adit.cli.reach;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two runs of one user on one machine from using the same tunnel. The service cannot do that:
 * from the look at a tunnel to the moment that its source is connected, another may rotate the
 * token away, and would put out whoever was connected by then.
 *
 * <p>One file for all tunnels, of which each locks a byte of its own; what a dead process held is
 * free at once. Between machines the gap remains: whoever loses opens a tunnel of its own.
 */
final class ReuseLock implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReuseLock.class);

  private final @Nullable FileChannel channel;

  private ReuseLock(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  /** The file, in the user's own folder for what is gone after a restart, or for caches. */
  static Path file(Map<String, String> environment) {
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    return runtime.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "adit", "reuse.lock")
        : Path.of(runtime, "adit", "reuse.lock");
  }

  /** The lock of a tunnel; empty where another run has it. */
  static Optional<ReuseLock> tryLock(Path file, String tunnelId) {
    try {
      Files.createDirectories(
          file.toAbsolutePath().getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(channel, tunnelId)) {
        return Optional.of(new ReuseLock(channel));
      }
      channel.close();
      return Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      log.debug("{} cannot be locked, and races may be lost: {}", file, e.toString());
      return Optional.of(new ReuseLock(null));
    }
  }

  private static boolean isLocked(FileChannel channel, String tunnelId) throws IOException {
    try {
      @Nullable FileLock lock =
          channel.tryLock(Integer.toUnsignedLong(tunnelId.hashCode()), 1, false);
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // This process has it.
      return false;
    }
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        log.debug("A lock ends with the process: {}", e.toString());
      }
    }
  }
}
