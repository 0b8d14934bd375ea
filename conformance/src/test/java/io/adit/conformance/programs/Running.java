package io.adit.conformance.programs;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A program that runs beside the story, with both of its outputs as one. */
public final class Running implements AutoCloseable {
  private static final long END_SECONDS = 20;

  private final String name;
  private final Process process;
  private final Output output;

  private Running(String name, Process process) {
    this.name = name;
    this.process = process;
    this.output = new Output(name, process.getInputStream());
  }

  public static Running start(
      String name, Path folder, Map<String, String> environment, List<String> command) {
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return new Running(name, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name + ": " + command, e);
    }
  }

  /** Where its output is now, to wait for what it prints from here on. */
  public int position() {
    return output.position();
  }

  public MatchResult awaitLine(String regex, Within limit) {
    return awaitLine(regex, 0, limit);
  }

  public MatchResult awaitLine(String regex, int position, Within limit) {
    return output.awaitLine(Pattern.compile(regex), position, limit);
  }

  /** Its exit code, once it has ended by itself. */
  public int awaitExit(Within limit) {
    try {
      if (!process.waitFor(limit.millisLeft(), TimeUnit.MILLISECONDS)) {
        throw limit.late(name + " ends", text());
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for " + name, e);
    }
    output.awaitEnd(limit);
    return process.exitValue();
  }

  /** What it and all that it started hold of the machine's memory, in mebibytes. */
  public long residentMebibytes() {
    var ps = Program.require("ps", "apt-get install procps");
    var said = Program.run(ps, Within.seconds(END_SECONDS), "-o", "rss=", "-p", "" + process.pid());
    return Long.parseLong(said.succeeded().out().strip()) / 1024;
  }

  /** The most that it ever held, where the system keeps count; else what it holds now. */
  public long peakMebibytes() {
    var status = Path.of("/proc", Long.toString(process.pid()), "status");
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseGet(this::residentMebibytes);
    } catch (IOException noSuchSystem) {
      return residentMebibytes();
    }
  }

  /** To send it signals. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it printed, for failures. */
  public String text() {
    return name + ":" + System.lineSeparator() + output.text();
  }

  public List<String> lines() {
    return output.lines();
  }

  /** As {@code kill -9} does, with all that it started. */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    awaitExit(Within.seconds(END_SECONDS));
  }

  /** Asks it to end, as {@code kill} and a service manager do. */
  public void terminate() {
    process.destroy();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
