package io.adit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a program of the system did: its exit code and what it printed. */
record ProgramRun(int exitCode, String out, String err) {
  private static final long LONGEST_SECONDS = 120;

  /** Runs it in exactly this environment. */
  static ProgramRun of(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    return end(start(environment, command));
  }

  static Process start(Map<String, String> environment, List<String> command) throws IOException {
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  /** Waits for its end. */
  static ProgramRun end(Process process) throws InterruptedException {
    try {
      var out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
      var err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("still running after " + LONGEST_SECONDS + " s");
      }
      return new ProgramRun(process.exitValue(), out.join(), err.join());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String text(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
