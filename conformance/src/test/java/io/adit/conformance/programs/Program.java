package io.adit.conformance.programs;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program of this machine that the stories need. */
public final class Program {
  private Program() {}

  /** Its path; fails, naming it and how to get it, where it is missing. */
  public static Path require(String name, String howToGet) {
    return folders()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new AssertionError(
                "These tests need the program %s, which is not on this machine. Get it with: %s"
                    .formatted(name, howToGet)));
  }

  /** Runs one to its end. */
  public static Finished run(Path program, Within limit, String... arguments) {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    return Finished.run(Adit.root(), Adit.cleanEnvironment(), limit, command);
  }

  /** PATH, and where Debian keeps servers, which a user's PATH leaves out. */
  private static Stream<Path> folders() {
    var path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/sbin"))
        .filter(folder -> !folder.isEmpty())
        .map(Path::of);
  }
}
