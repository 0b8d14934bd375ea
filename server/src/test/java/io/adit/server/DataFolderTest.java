package io.adit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path temp;

  @Test
  void aNewFolderIsTheOwnersAlone() throws Exception {
    // Given
    Path path = temp.resolve("deep/er/adit");

    // When
    try (DataFolder folder = DataFolder.open(path)) {
      // Then
      assertThat(rights(path)).isEqualTo("rwx------");
      assertThat(folder.database()).isEqualTo(path.resolve("adit.db"));
      assertThat(Files.readString(path.resolve("adit.lock")))
          .isEqualTo(ProcessHandle.current().pid() + "\n");
    }
  }

  @Test
  void anEmptyFolderIsTakenAndClosedToOthers() throws Exception {
    // Given
    Path path = Files.createDirectory(temp.resolve("adit"));
    Files.createDirectory(path.resolve("lost+found"));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));

    // When
    DataFolder.open(path).close();

    // Then
    assertThat(rights(path)).isEqualTo("rwx------");
  }

  @Test
  void aFolderOfSomethingElseIsLeftAlone() throws Exception {
    // Given
    Path path = Files.createDirectory(temp.resolve("home"));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createFile(path.resolve("thesis.tex"));

    // Then
    assertRefused(path, path + " holds other things (thesis.tex) and no data of Adit.");
    assertThat(rights(path)).isEqualTo("rwxr-xr-x");
    assertThat(path.resolve("adit.lock")).doesNotExist();
  }

  @Test
  void aFolderThatBecameOpenToOthersIsRefusedWithTheWayOut() throws Exception {
    // Given
    Path path = temp.resolve("adit");
    DataFolder.open(path).close();
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-x---"));

    // Then
    assertRefused(
        path, "open to other users of this machine (rwxr-x---). Run: chmod 700 '" + path + "'");
  }

  @Test
  void aFileIsNoFolder() throws Exception {
    Path path = Files.createFile(temp.resolve("adit"));

    assertRefused(path, "The data folder " + path + " is a file.");
    assertRefused(path.resolve("below"), "The data folder " + path.resolve("below"));
  }

  @Test
  void aSecondServerInThisProcessIsRefused() {
    Path path = temp.resolve("adit");

    try (DataFolder _ = DataFolder.open(path)) {
      assertRefused(
          path,
          "The data folder %s is in use by another Adit server (process %d). Stop that one"
              .formatted(path, ProcessHandle.current().pid()));
    }
    DataFolder.open(path).close(); // and may have it afterwards
  }

  @Test
  void aSecondServerInAnotherProcessIsRefusedUntilTheFirstIsKilled() throws Exception {
    // Given
    Path path = temp.resolve("adit");
    Process holder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                path.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");

      // Then
      assertRefused(path, "is in use by another Adit server (process " + holder.pid() + ")");
      assertThat(FolderLock.isHeld(path)).isTrue();
    } finally {
      holder.destroyForcibly();
    }
    assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(FolderLock.isHeld(path)).isFalse();
    DataFolder.open(path).close();
  }

  /** Holds a folder until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      try (DataFolder _ = DataFolder.open(Path.of(args[0]))) {
        System.out.println("held");
        System.in.read();
      }
    }
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void assertRefused(Path path, String text) {
    assertThatThrownBy(() -> DataFolder.open(path))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(text);
  }
}
