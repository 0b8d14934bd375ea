package io.adit.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
  @TempDir private Path folder;

  @Test
  void whatCanBeRunIsFoundAndTheRestIsToldWithHowToGetIt() throws IOException {
    Path tool = Files.createFile(folder.resolve("adit-test-tool"));
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    Files.createFile(folder.resolve("adit-test-text"));
    Files.createDirectory(folder.resolve("adit-test-folder"));
    var programs = new Programs(folder.toString());

    assertThat(programs.find("adit-test-tool", "apt-get install tool")).contains(tool);
    assertThat(programs.find("adit-test-text", "apt-get install text")).isEmpty();
    assertThat(programs.find("adit-test-folder", "apt-get install folder")).isEmpty();

    assertThat(missing(programs))
        .contains("adit-test-text is not there (apt-get install text)")
        .contains("adit-test-folder is not there (apt-get install folder)")
        .doesNotContain("tool");
  }

  private static String missing(Programs programs) {
    var text = new StringWriter();
    programs.tellMissing(new PrintWriter(text, true));
    return text.toString();
  }
}
