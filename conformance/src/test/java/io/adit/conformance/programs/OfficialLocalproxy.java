package io.adit.conformance.programs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** AWS's {@code localproxy}, where the reader has one and names it in {@code ADIT_LOCALPROXY}. */
public final class OfficialLocalproxy {
  private static final String VARIABLE = "ADIT_LOCALPROXY";
  private static final long VERSION_SECONDS = 60;

  private OfficialLocalproxy() {}

  /** Its path; empty where the reader names none. Fails where what is named cannot be run. */
  public static Optional<Path> path() {
    return Optional.ofNullable(System.getenv(VARIABLE))
        .filter(named -> !named.isEmpty())
        .map(OfficialLocalproxy::executable);
  }

  private static Path executable(String named) {
    var path = Path.of(named).toAbsolutePath();
    if (!Files.isExecutable(path)) {
      throw new AssertionError(
          VARIABLE + " names " + named + ", which is no program that can be run");
    }
    return path;
  }

  /** Starts it beside the story. */
  public static Running start(
      Stage stage, AditProcess server, Map<String, String> variables, String... options) {
    var environment = Adit.environment();
    environment.putAll(server.environment());
    environment.putAll(variables);
    var command = new ArrayList<>(List.of(require().toString()));
    command.addAll(List.of(options));
    var name = "localproxy " + String.join(" ", options);
    return stage.owns(Running.start(name, stage.newFolder("localproxy"), environment, command));
  }

  private static Path require() {
    return path().orElseThrow(() -> new AssertionError(VARIABLE + " names no program"));
  }

  /** As it says itself, such as "localproxy/v3.3.1". */
  public static String version() {
    var said =
        Finished.run(
                Adit.root(),
                Adit.environment(),
                Within.seconds(VERSION_SECONDS),
                List.of(require().toString(), "--version"))
            .succeeded();
    return said.out()
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll(".*version: *v?(\\S+).*", "localproxy/$1");
  }
}
