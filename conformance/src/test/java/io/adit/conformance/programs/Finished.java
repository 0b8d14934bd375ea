package io.adit.conformance.programs;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program that ran to its end. */
public record Finished(List<String> command, int exit, String out, String err) {

  /** Runs with nothing on its standard input; fails when it is not done within the limit. */
  static Finished run(
      Path folder, Map<String, String> environment, Within limit, List<String> command) {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      var process = builder.start();
      var out = read(process.getInputStream());
      var err = read(process.getErrorStream());
      if (!process.waitFor(limit.millisLeft(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw limit.late(String.join(" ", command) + " ends", out.join() + err.join());
      }
      return new Finished(command, process.exitValue(), out.join(), err.join());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for " + command, e);
    }
  }

  private static CompletableFuture<String> read(InputStream stream) {
    var text = new CompletableFuture<String>();
    Thread.ofVirtual()
        .start(() -> {
          try (stream) {
            text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
          } catch (IOException e) {
            text.complete("(the output broke off: " + e.getMessage() + ")");
          }
        });
    return text;
  }

  /** Itself, when it ended well; else fails with what it said. */
  public Finished succeeded() {
    if (exit != 0) {
      throw new AssertionError("Should have succeeded: " + this);
    }
    return this;
  }

  @Override
  public String toString() {
    return "%s%nexit code %d%nstandard output:%n%s%nstandard error:%n%s"
        .formatted(String.join(" ", command), exit, out, err);
  }
}
