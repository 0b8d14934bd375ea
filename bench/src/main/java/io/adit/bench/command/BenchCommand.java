package io.adit.bench.command;

import io.adit.bench.measure.Figures;
import io.adit.bench.process.Scratch;
import io.adit.bench.process.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A measurement: checks what it was asked for, measures on a stage of its own, and tells the
 * figures, to people and as JSON.
 *
 * @param <R> the figures
 */
public abstract class BenchCommand<R extends Record> implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Where the figures go. Default: target/bench/${COMMAND-NAME}.json.")
  private @Nullable Path json;

  /** Throws what {@link #wrong} makes where something was asked for that cannot be. */
  protected abstract void check();

  /** Measures; what it starts and writes is the stage's. */
  protected abstract R measure(Stage stage, PrintWriter out) throws IOException;

  /** Tells the figures; returns the exit code. */
  protected abstract int tell(R figures, PrintWriter out) throws IOException;

  /** Where the stage has its folders. */
  protected Scratch scratch() throws IOException {
    return Scratch.make();
  }

  /** The file of the figures. */
  protected final Path json() {
    Path given = json;
    return (given == null ? Path.of("target", "bench", spec().name() + ".json") : given)
        .toAbsolutePath();
  }

  /** Tells what is wrong with the command line. */
  protected final ParameterException wrong(String what) {
    return new ParameterException(spec().commandLine(), what);
  }

  /** Whether all these are counts. */
  protected static boolean areCounts(List<Integer> numbers) {
    return numbers.stream().allMatch(number -> number >= 1);
  }

  @Override
  public final Integer call() throws IOException {
    check();
    PrintWriter out = spec().commandLine().getOut();
    try (Stage stage = new Stage(scratch())) {
      R figures = measure(stage, out);
      Figures.write(json(), figures);
      int exit = tell(figures, out);
      out.println("The same as JSON: " + json());
      out.flush();
      return exit;
    }
  }

  private CommandSpec spec() {
    CommandSpec its = spec;
    if (its == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    return its;
  }
}
