package io.adit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A source tree with the real {@code ./adit} and nothing else that is real: Maven and JDKs are
 * scripts that write down how they were called.
 */
final class SourceTree {
  /** What the launcher needs besides a JDK and Maven. */
  private static final List<String> TOOLS =
      List.of(
          "cat",
          "dirname",
          "env",
          "find",
          "grep",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "rmdir",
          "sed",
          "sh",
          "sleep",
          "sort",
          "tail");

  private static final List<String> MODULES = List.of("wire", "peer", "server", "cli");

  private final Path folder;
  private final Path root;
  private final Map<String, String> environment = new TreeMap<>();

  /** A tree with Maven in PATH, but no JDK anywhere. */
  SourceTree(Path folder) throws IOException {
    this.folder = folder;
    this.root = Files.createDirectories(folder.resolve("source tree"));
    Files.createDirectory(root.resolve("bin"));
    for (String program : List.of("adit", "bin/localproxy")) {
      Files.copy(Path.of("..", program), root.resolve(program));
      Files.setPosixFilePermissions(
          root.resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.createFile(root.resolve("pom.xml"));
    for (String module : MODULES) {
      Files.createDirectories(root.resolve(module).resolve("src/main/java"));
      Files.createFile(root.resolve(module).resolve("pom.xml"));
      Files.createFile(source(module));
    }
    environment.put("PATH", tools().toString());
    environment.put("ADIT_JVM_DIR", Files.createDirectory(folder.resolve("jvm")).toString());
    environment.put("CALLS", folder.toString());
    program(folder.resolve("tools/mvn"), MAVEN);
    program(folder.resolve("tools/npm"), "exit 1");
    program(folder.resolve("tools/node"), "exit 1");
  }

  /**
   * Writes a line for each call, then builds; or waits before that until a line comes through the
   * pipe {@code go}, or fails as {@code mvn-fails} says.
   */
  private static final String MAVEN =
      """
      echo "JAVA_HOME=$JAVA_HOME in $(pwd): $*" >>"$CALLS/mvn.log"
      if [ -p "$CALLS/go" ]; then read -r _ <"$CALLS/go"; fi
      echo '[INFO] Building Adit 0.1.0-SNAPSHOT   [1/5]'
      echo '[INFO] Building Adit wire 0.1.0-SNAPSHOT   [2/5]'
      echo '[INFO] Building Adit cli 0.1.0-SNAPSHOT   [5/5]'
      if [ -f "$CALLS/mvn-fails" ]; then
        cat "$CALLS/mvn-fails"
        exit 1
      fi
      case $* in
        *package*) mkdir -p cli/target/dist/lib; : >cli/target/dist/lib/adit-cli.jar ;;
        *) echo 'Tests run: 7' ;;
      esac
      """;

  Path root() {
    return root;
  }

  Path launcher() {
    return root.resolve("adit");
  }

  Path localproxy() {
    return root.resolve("bin/localproxy");
  }

  Path source(String module) {
    return root.resolve(module).resolve("src/main/java/Some.java");
  }

  Path calls() {
    return folder;
  }

  /** A JDK that knows its release by a file, as all do since Java 9. */
  Path jdk(String name, String version) throws IOException {
    Path home = jdkWithoutRelease(name, version);
    Files.writeString(
        home.resolve("release"),
        "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"%s\"\nOS_ARCH=\"any\"\n".formatted(version));
    return home;
  }

  /** A JDK that must be asked. */
  Path jdkWithoutRelease(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    program(
        home.resolve("bin/java"),
        """
        case "$*" in
          *-XshowSettings*) echo '    java.home = %s' >&2 ;;
        esac
        case "$*" in
          *-version*) echo 'openjdk version "%s" 2026-01-01' >&2; exit 0 ;;
        esac
        echo 'java of %s'
        for argument; do echo "<$argument>"; done
        """
            .formatted(home, version, name));
    program(home.resolve("bin/javac"), "exit 1\n");
    return home;
  }

  SourceTree with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Without Node.js too, which comes with it. */
  SourceTree withoutNpm() throws IOException {
    Files.delete(folder.resolve("tools/npm"));
    Files.delete(folder.resolve("tools/node"));
    return this;
  }

  SourceTree withoutMaven() throws IOException {
    Files.delete(folder.resolve("tools/mvn"));
    return this;
  }

  /** Puts a program, or a link to it, into PATH. */
  void link(String name, Path target) throws IOException {
    Files.createSymbolicLink(folder.resolve("tools").resolve(name), target);
  }

  ProgramRun run(String... arguments) throws IOException, InterruptedException {
    return ProgramRun.end(start(arguments));
  }

  Process start(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(launcher().toString()));
    command.addAll(List.of(arguments));
    return ProgramRun.start(environment, command);
  }

  Map<String, String> environment() {
    return environment;
  }

  /** How Maven was called, one line each. */
  List<String> mavenCalls() throws IOException {
    Path log = folder.resolve("mvn.log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  /** As if the file was changed a minute from now. */
  static void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
  }

  private Path tools() throws IOException {
    Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : TOOLS) {
      Files.createSymbolicLink(tools.resolve(tool), find(tool));
    }
    return tools;
  }

  private static Path find(String tool) {
    for (String directory : System.getenv("PATH").split(":", -1)) {
      Path file = Path.of(directory, tool);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new AssertionError(tool + " is not in PATH");
  }

  private static void program(Path file, String script) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
