package io.adit.cli.proxy;

import io.adit.cli.proxy.options.OptionValues;
import io.adit.cli.proxy.options.PlainCommandLine;
import io.adit.cli.proxy.options.ProxyOption;
import io.adit.cli.proxy.options.RejectedInputException;
import io.adit.cli.proxy.options.SettingsFile;
import io.adit.cli.proxy.options.UsageException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxy as a program, from the options on its command line to its exit code. Knows nothing of
 * picocli, see {@link PlainCommandLine}.
 *
 * @param name how it is called, for hints
 */
public record ProxyProgram(
    String name, Map<String, String> environment, PrintWriter out, PrintWriter err) {
  private static final Logger log = LoggerFactory.getLogger(ProxyProgram.class);

  private static final String OURS = "proxy";

  /** What a way to run a program says to what went wrong in it. */
  @FunctionalInterface
  public interface FailureHandler {
    int exitCode(Exception failure, String name, PrintWriter err);
  }

  /** Runs a proxy of this process, where these words ask for one in plain words. */
  public static OptionalInt runPlain(List<String> words, FailureHandler onFailure) {
    String command = words.isEmpty() ? "" : words.getFirst();
    if (!command.equals(OURS) && !command.equals(Localproxy.NAME)) {
      return OptionalInt.empty();
    }
    Optional<Map<ProxyOption, String>> given =
        PlainCommandLine.read(words.subList(1, words.size()));
    if (given.isEmpty()) {
      return OptionalInt.empty();
    }
    var program =
        new ProxyProgram(
            command.equals(OURS) ? "adit " + OURS : command,
            System.getenv(),
            new PrintWriter(System.out, true, System.out.charset()),
            new PrintWriter(System.err, true, System.err.charset()));
    try {
      return OptionalInt.of(program.run(given.get(), 0));
    } catch (Exception e) {
      return OptionalInt.of(onFailure.exitCode(e, program.name, program.err));
    }
  }

  /**
   * Runs until the proxy ends.
   *
   * @param strays how many words belong to no option
   */
  int run(Map<ProxyOption, String> commandLine, int strays) throws Exception {
    ProxyOutput output = ProxyOutput.of(commandLine);
    output.tellBanner(out);
    try {
      return run(commandLine, strays, output);
    } catch (RejectedInputException e) {
      log.warn("SECURITY: Rejected input for '{}': {}", e.option().longName(), e.text());
      String text = e.option().flag() + ": " + e.text();
      log.error(ProxyLog.FATAL, "{}", text);
      return usage(text);
    } catch (UsageException e) {
      return usage(e.text());
    }
  }

  private int run(Map<ProxyOption, String> commandLine, int strays, ProxyOutput output)
      throws Exception {
    output.startLog(null);
    output.startLog(commandLine.get(ProxyOption.VERBOSE));
    OptionValues values = OptionValues.read(commandLine, environment);
    output.startLog(values.get(ProxyOption.VERBOSE).orElse(null));
    if (strays > 0) {
      log.warn("{} words that belong to no option are ignored", strays);
    }
    if (values.get(ProxyOption.EXPORT_DEFAULT_SETTINGS).isPresent()) {
      SettingsFile.writeDefaults(values.get(ProxyOption.EXPORT_DEFAULT_SETTINGS).get());
      return ProxyExit.CLOSED;
    }
    return ProxyRun.run(ProxyPlan.read(values), values.isOn(ProxyOption.STATUS));
  }

  private int usage(String text) {
    tellUsage(text, name, err);
    return ProxyExit.USAGE;
  }

  /** Says what is wrong with the options, in the official client's two lines. */
  static void tellUsage(@Nullable String text, String name, PrintWriter err) {
    err.println(text);
    err.println("Try '" + name + " --help' for a list of options.");
    err.flush();
  }
}
