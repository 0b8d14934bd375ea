package io.adit.cli.proxy.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.adit.cli.proxy.Logged;
import io.adit.peer.socket.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of {@code --config-dir}. */
class ServiceFilesTest {
  @TempDir Path folder;

  @AutoClose private final Logged logged = new Logged();

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static OptionValues given(Path configDir) {
    return new OptionValues(
        Map.of(ProxyOption.CONFIG_DIR, configDir.toString()), Map.of(), Map.of());
  }

  @Test
  void everyFileBelowItCounts() throws Exception {
    write("a.ini", "SSH = 22\n# nothing\nWEB=192.0.2.1:80 # here\n");
    write("deep/er/b", "DB = /run/db.sock\n");

    assertThat(ServiceFiles.folder(given(folder))).hasValue(folder);
    assertThat(ServiceFiles.read(folder, "device"))
        .containsOnly(
            entry("SSH", new Endpoint.Tcp("device", 22)),
            entry("WEB", new Endpoint.Tcp("192.0.2.1", 80)),
            entry("DB", new Endpoint.UnixSocket("/run/db.sock")));
    assertThat(logged.infos())
        .containsExactly(
            "Service mappings are read from " + folder.resolve("a.ini"),
            "Service mappings are read from " + folder.resolve("deep/er/b"));
  }

  @Test
  void theFirstLineForAServiceCountsInTheOrderOfThePaths() throws Exception {
    write("b", "SSH = 2\n");
    write("a", "SSH = 1\nSSH = 3\n");

    assertThat(ServiceFiles.read(folder, "x")).containsOnly(entry("SSH", new Endpoint.Tcp("x", 1)));
  }

  @Test
  void linksAreFollowedAndCirclesLeft() throws Exception {
    // Given: as a mounted configuration is
    write("..data/SSH", "SSH = 22\n");
    Files.createSymbolicLink(folder.resolve("SSH"), Path.of("..data/SSH"));
    Files.createSymbolicLink(folder.resolve("circle"), folder);

    assertThat(ServiceFiles.read(folder, "x")).containsOnlyKeys("SSH");
    assertThat(logged.warnings()).singleElement().asString().contains("circle");
  }

  @Test
  void aFileThatIsNoMappingIsPassedOverAsAWholeAndNamed() throws Exception {
    write("a", "SSH = 1\nno mapping\n");
    write("b", "SSH = 2\n");
    write("c", "a service = 3\n");
    write("d", "WEB = nowhere\n");

    assertThat(ServiceFiles.read(folder, "x")).containsOnly(entry("SSH", new Endpoint.Tcp("x", 2)));
    assertThat(logged.warnings())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isEqualTo(
                        folder.resolve("a")
                            + ", line 2, is not of the form 'key = value'; the file is passed over"),
            second ->
                assertThat(second)
                    .startsWith(folder.resolve("c") + ", line 1, names no service: 'a service'"),
            third ->
                assertThat(third)
                    .startsWith(folder.resolve("d") + ", line 1, has a wrong endpoint: 'nowhere'"));
  }

  @Test
  void oneThatIsGivenMustBeThereAndFilled() throws Exception {
    assertThatThrownBy(() -> ServiceFiles.folder(given(folder)))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--config-dir: " + folder + " is empty");

    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> ServiceFiles.folder(given(missing)))
        .hasMessage("--config-dir: " + missing + " does not exist");

    write("file", "SSH = 1\n");
    assertThatThrownBy(() -> ServiceFiles.folder(given(folder.resolve("file"))))
        .hasMessageStartingWith("--config-dir: " + folder.resolve("file") + " is a file");
  }

  @Test
  void withoutOneTheDefaultNeedNotBeThere() throws Exception {
    assertThat(ServiceFiles.folder(new OptionValues(Map.of(), Map.of(), Map.of()))).isEmpty();
  }
}
