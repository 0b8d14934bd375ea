package io.adit.conformance.programs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The {@code adit} command, started as a user does: through the launcher at the root. */
public final class Adit {
  private static final Path ROOT =
      Path.of(System.getProperty("adit.root", "..")).toAbsolutePath().normalize();

  /** What would lead a program past the server of the story. */
  private static final Pattern MISLEADING =
      Pattern.compile("(AWS|ADIT|AWSIOT)_.*|SSL_CERT_.*|.*_proxy", Pattern.CASE_INSENSITIVE);

  private Adit() {}

  public static Path root() {
    return ROOT;
  }

  /** This process's environment, without what would mislead programs; to be changed at will. */
  public static Map<String, String> cleanEnvironment() {
    var environment = new TreeMap<>(System.getenv());
    environment.keySet().removeIf(name -> MISLEADING.matcher(name).matches());
    // So that all read and write the same text wherever the tests run.
    environment.put("LC_ALL", "C.UTF-8");
    return environment;
  }

  /** The environment of {@code adit} itself: what is packaged, on the Java that runs the tests. */
  static Map<String, String> environment() {
    var environment = cleanEnvironment();
    environment.put("ADIT_NO_BUILD", "1");
    environment.put("ADIT_JAVA_HOME", System.getProperty("java.home"));
    return environment;
  }

  /** For programs that start {@code adit} themselves. */
  public static Map<String, String> programEnvironment() {
    return environment();
  }

  /** Runs a line of shell to its end; what comes behind a pipe counts for its exit code. */
  public static Finished shell(Map<String, String> environment, Within limit, String line) {
    return Finished.run(ROOT, environment, limit, List.of("/bin/sh", "-c", line));
  }

  static List<String> command(String... arguments) {
    var launcher = ROOT.resolve("adit");
    if (!Files.isExecutable(launcher)) {
      throw new AssertionError("There is no launcher at " + launcher);
    }
    var command = new ArrayList<String>();
    command.add(launcher.toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * What stands in for AWS's localproxy; AWS's own, where the variable {@code ADIT_LOCALPROXY} has
   * its path: a story that is true of one is to be true of the other.
   */
  static List<String> localproxy(String... arguments) {
    var official = System.getenv("ADIT_LOCALPROXY");
    var program = official == null ? ROOT.resolve("bin/localproxy") : Path.of(official);
    if (!Files.isExecutable(program)) {
      throw new AssertionError("There is no localproxy at " + program);
    }
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Runs {@code bin/localproxy} to its end.
   *
   * @param folder its working folder, where it looks for {@code config}
   * @param variables beside those that it needs to start
   */
  public static Finished runLocalproxy(
      Path folder, Map<String, String> variables, String... arguments) {
    var environment = environment();
    environment.putAll(variables);
    return Finished.run(folder, environment, Within.seconds(60), localproxy(arguments));
  }

  /** Runs to the end, led to a server. */
  public static Finished run(AditProcess server, Within limit, String... arguments) {
    var environment = environment();
    environment.putAll(server.environment());
    return Finished.run(ROOT, environment, limit, command(arguments));
  }

  /** Runs to the end. */
  public static Finished run(Within limit, String... arguments) {
    return Finished.run(ROOT, environment(), limit, command(arguments));
  }
}
