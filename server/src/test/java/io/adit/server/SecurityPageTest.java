package io.adit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SECURITY.md names the test that guards each boundary: they must be there. */
class SecurityPageTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`(?:[a-z]+\\.)*([A-Z]\\w*Test)`");

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Set<String> there = tests();
    var named = new TreeSet<String>();
    Matcher matcher = TEST.matcher(Files.readString(ROOT.resolve("SECURITY.md")));
    while (matcher.find()) {
      named.add(matcher.group(1));
    }

    assertThat(named).hasSizeGreaterThan(40);
    assertThat(there).containsAll(named);
  }

  private static Set<String> tests() throws IOException {
    List<Path> modules;
    try (Stream<Path> folders = Files.list(ROOT)) {
      modules =
          folders
              .map(folder -> folder.resolve("src/test/java"))
              .filter(Files::isDirectory)
              .toList();
    }
    var names = new TreeSet<String>();
    for (Path module : modules) {
      try (Stream<Path> files = Files.walk(module)) {
        names.addAll(
            files
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith("Test.java"))
                .map(name -> name.substring(0, name.length() - ".java".length()))
                .collect(Collectors.toSet()));
      }
    }
    return names;
  }
}
