package io.adit.bench.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that runs beside the bench; what it prints goes to a file. */
public final class Child implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int SHOWN_CHARS = 2_000;
  private static final Pattern WEB_PROXY = Pattern.compile("(?i)(http|https|all)_proxy");

  private final String name;
  private final Process process;
  private final Path output;

  private Child(String name, Process process, Path output) {
    this.name = name;
    this.process = process;
    this.output = output;
  }

  /**
   * Starts it in a folder of its own.
   *
   * @param variables for its environment, beside those of this process
   */
  public static Child start(
      Stage stage, String name, Map<String, String> variables, List<String> command)
      throws IOException {
    Path folder = stage.newFolder(name.replaceAll("[^A-Za-z0-9]+", "-"));
    Path output = folder.resolve("output");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(new File("/dev/null"));
    builder.environment().keySet().removeIf(variable -> WEB_PROXY.matcher(variable).matches());
    builder.environment().putAll(variables);
    return stage.owns(new Child(name, builder.start(), output));
  }

  /** Waits until it has printed a line in which this is found. */
  public Matcher awaitLine(String pattern) throws IOException {
    Pattern wanted = Pattern.compile(pattern);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      boolean last = !process.isAlive() || System.nanoTime() - end > 0;
      Matcher found = wanted.matcher(Files.readString(output));
      if (found.find()) {
        return found;
      }
      if (last) {
        throw new IOException(name + " never says \"" + pattern + "\". It says:\n" + said());
      }
      Pause.millis(20);
    }
  }

  /** Waits for its end, which must be a good one. */
  public void awaitSuccess() throws IOException {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(name + " does not succeed. It says:\n" + said());
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  /** The end of what it has printed. */
  public String said() throws IOException {
    String all = Files.readString(output).strip();
    return all.substring(Math.max(0, all.length() - SHOWN_CHARS));
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it and the processes that it started. */
  @Override
  public void close() {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    descendants.forEach(ProcessHandle::destroyForcibly);
  }
}
