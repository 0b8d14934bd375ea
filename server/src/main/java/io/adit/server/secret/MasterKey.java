package io.adit.server.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where the key is to be had that seals a data folder's own key, so that the folder, copied or
 * stolen, gives nothing away: 32 bytes, as they are or as base64 or hexadecimal text.
 */
public sealed interface MasterKey {
  /** The variable that may hold it. */
  String VARIABLE = "ADIT_SECRET_KEY";

  /** How to make one, for people. */
  String MAKING = "openssl rand -base64 32";

  /** What it is read from, in words that fit behind "the key from". */
  String origin();

  /** Whatever its origin gives. */
  byte[] content();

  /** Its 32 bytes, read anew; the caller wipes them. */
  default byte[] read() {
    byte[] content = content();
    try {
      return KeyText.decode(content, origin());
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /** In a file, best on another disk or in memory: what a service manager keeps for a service. */
  record InFile(Path path) implements MasterKey {
    private static final Set<PosixFilePermission> TOO_OPEN =
        EnumSet.of(
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    @Override
    public String origin() {
      return "the file " + path;
    }

    @Override
    public byte[] content() {
      try {
        requireClosed();
        return Files.readAllBytes(path);
      } catch (NoSuchFileException e) {
        throw new SecretBoxException(
            "There is no file %s, which should hold the key over this data folder's secrets"
                .formatted(path),
            e);
      } catch (IOException e) {
        throw new SecretBoxException("Cannot read %s: %s".formatted(origin(), e.getMessage()), e);
      }
    }

    private void requireClosed() throws IOException {
      if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        return;
      }
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
      if (rights.stream().anyMatch(TOO_OPEN::contains)) {
        throw new SecretBoxException(
            "The key file %s is open to other users of this machine (%s). Run: chmod 600 '%s'"
                .formatted(path, PosixFilePermissions.toString(rights), path));
      }
    }
  }

  /** In the environment. {@code toString} hides it. */
  record InVariable(String name, String value) implements MasterKey {
    @Override
    public String origin() {
      return "the variable " + name;
    }

    @Override
    public byte[] content() {
      return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return "InVariable[" + name + "]";
    }
  }

  /** What a command prints, such as that of a vault; a shell runs it. */
  record FromCommand(String command) implements MasterKey {
    private static final long PATIENCE_SECONDS = 30;
    private static final int MOST_BYTES = 4_096;

    @Override
    public String origin() {
      return "the command '" + command + "'";
    }

    @Override
    public byte[] content() {
      Process process = start();
      try (InputStream out = process.getInputStream()) {
        var printed = new CompletableFuture<byte[]>();
        Thread.ofVirtual().start(() -> read(out, printed));
        byte[] content = printed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new TimeoutException();
        }
        if (process.exitValue() != 0) {
          Arrays.fill(content, (byte) 0);
          throw problem("it ended with the code " + process.exitValue());
        }
        return content;
      } catch (TimeoutException e) {
        throw problem("it took more than " + PATIENCE_SECONDS + " seconds");
      } catch (IOException | ExecutionException e) {
        throw problem(String.valueOf(e.getMessage()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw problem("interrupted");
      } finally {
        process.destroyForcibly();
      }
    }

    private Process start() {
      try {
        return new ProcessBuilder("/bin/sh", "-c", command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
      } catch (IOException e) {
        throw problem(String.valueOf(e.getMessage()));
      }
    }

    private static void read(InputStream out, CompletableFuture<byte[]> printed) {
      try {
        printed.complete(out.readNBytes(MOST_BYTES));
      } catch (IOException e) {
        printed.completeExceptionally(e);
      }
    }

    private SecretBoxException problem(String why) {
      return new SecretBoxException(
          "The key over this data folder's secrets is not to be had from %s: %s"
              .formatted(origin(), why));
    }
  }
}
