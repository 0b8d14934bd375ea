package io.adit.cli.reach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReuseLockTest {
  @TempDir private Path folder;

  @Test
  void aTunnelIsOnesOwnUntilItIsReleased() throws Exception {
    Path file = folder.resolve("adit").resolve("reuse.lock");
    ReuseLock first = ReuseLock.tryLock(file, "one").orElseThrow();

    assertThat(ReuseLock.tryLock(file, "one")).isEmpty();
    ReuseLock.tryLock(file, "other").orElseThrow().close();
    // A closed channel would let go of all locks of the process, which the one must survive.
    assertThat(ReuseLock.tryLock(file, "one")).isEmpty();

    first.close();
    ReuseLock.tryLock(file, "one").orElseThrow().close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void whereNoFileCanBeMadeTheRunGoesOn() throws Exception {
    Path notAFolder = Files.writeString(folder.resolve("file"), "");

    assertThat(ReuseLock.tryLock(notAFolder.resolve("reuse.lock"), "one")).isPresent();
  }

  @Test
  void liesInTheUsersRuntimeFolderOrCache() {
    assertThat(ReuseLock.file(Map.of("XDG_RUNTIME_DIR", "/run/user/1")))
        .isEqualTo(Path.of("/run/user/1/adit/reuse.lock"));
    assertThat(ReuseLock.file(Map.of())).endsWithRaw(Path.of(".cache/adit/reuse.lock"));
  }
}
