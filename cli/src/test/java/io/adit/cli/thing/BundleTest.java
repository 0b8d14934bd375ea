package io.adit.cli.thing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
  @TempDir Path folder;

  @Test
  void appearsWholeAndOnlyForItsOwner() throws IOException {
    Path out = folder.resolve("T");
    try (Bundle bundle = Bundle.in(out)) {
      bundle.putKey("key");
      bundle.put(AgentFile.CERTIFICATE, "certificate");
      assertThat(out).doesNotExist();
      bundle.finish();
    }

    assertThat(mode(out)).isEqualTo("rwx------");
    assertThat(mode(out.resolve(AgentFile.KEY))).isEqualTo("rw-------");
    assertThat(out.resolve(AgentFile.CERTIFICATE)).hasContent("certificate");
    assertThat(names(folder)).containsExactly("T");
  }

  @Test
  void leavesNothingBehindWhenItIsNotFinished() throws IOException {
    try (Bundle bundle = Bundle.in(folder.resolve("T"))) {
      bundle.putKey("key");
    }

    assertThat(names(folder)).isEmpty();
  }

  @Test
  void overwritesNothing() throws IOException {
    Path out = Files.createDirectory(folder.resolve("T"));
    Files.writeString(out.resolve("notes"), "mine");

    assertThatThrownBy(() -> Bundle.in(out))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("is there already")
        .hasMessageContaining("--out");
  }

  @Test
  void takesAnEmptyFolder() throws IOException {
    Path out = Files.createDirectory(folder.resolve("T"));
    try (Bundle bundle = Bundle.in(out)) {
      bundle.put(AgentFile.NAME, "agent");
      bundle.finish();
    }

    assertThat(out.resolve(AgentFile.NAME)).hasContent("agent");
  }

  @Test
  void aNewPairIsNamedInOneMomentAndTheOldOneStays() throws IOException {
    Path out = bundle();
    try (Bundle next = Bundle.replacing(out)) {
      next.putKey("new key");
      next.put(AgentFile.CERTIFICATE, "new certificate");
      next.finishReplacing("1f2e");
    }

    assertThat(out.resolve(AgentFile.NAME))
        .hasContent("thing: T\ncertificate: device-1f2e.pem\nkey: device-1f2e.key\n# mine\n");
    assertThat(out.resolve("device-1f2e.key")).hasContent("new key");
    assertThat(mode(out.resolve("device-1f2e.key"))).isEqualTo("rw-------");
    assertThat(out.resolve("device-1f2e.pem")).hasContent("new certificate");
    assertThat(out.resolve(AgentFile.KEY)).hasContent("old key");
    assertThat(out.resolve(AgentFile.CERTIFICATE)).hasContent("old certificate");
    assertThat(names(folder)).containsExactly("T");
  }

  @Test
  void aKeyThatStaysOnItsDeviceKeepsItsName() throws IOException {
    Path out = bundle();
    try (Bundle next = Bundle.replacing(out)) {
      next.put(AgentFile.CERTIFICATE, "new certificate");
      next.finishReplacing("1f2e");
    }

    assertThat(out.resolve(AgentFile.NAME))
        .hasContent("thing: T\ncertificate: device-1f2e.pem\nkey: device.key\n# mine\n");
  }

  @Test
  void replacesNothingWhereThereIsNoBundle() throws IOException {
    assertThatThrownBy(() -> Bundle.replacing(folder))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("agent.yaml");

    Files.writeString(folder.resolve(AgentFile.NAME), "thing: T\n");
    assertThatThrownBy(() -> Bundle.replacing(folder))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("no lines 'certificate: …'");
  }

  private Path bundle() throws IOException {
    Path out = folder.resolve("T");
    try (Bundle first = Bundle.in(out)) {
      first.putKey("old key");
      first.put(AgentFile.CERTIFICATE, "old certificate");
      first.put(AgentFile.NAME, "thing: T\ncertificate: device.pem\nkey: device.key\n# mine\n");
      first.finish();
    }
    return out;
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
