package io.adit.cli.proxy;

import io.adit.cli.proxy.options.ProxyOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.Stack;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Completes long options that are cut short, as far as they are unique. Options that only we have
 * do not make the official client's prefixes ambiguous.
 */
public final class LongOptionPrefixes implements IParameterPreprocessor {
  private static final Set<ProxyOption> OURS =
      EnumSet.of(ProxyOption.ACCESS_TOKEN_FILE, ProxyOption.STATUS, ProxyOption.STDIO);

  private static final List<String> OFFICIAL =
      Stream.concat(
              Stream.of("--help", "--version"),
              Stream.of(ProxyOption.values())
                  .filter(option -> !OURS.contains(option))
                  .map(ProxyOption::flag))
          .toList();

  /** A public constructor, because picocli makes it. */
  public LongOptionPrefixes() {}

  @Override
  @SuppressWarnings("JdkObsolete") // picocli's own signature
  public boolean preprocess(
      Stack<String> args,
      CommandSpec commandSpec,
      ArgSpec argSpec,
      java.util.Map<String, Object> info) {
    List<String> known = commandSpec.optionsMap().keySet().stream().toList();
    args.replaceAll(argument -> complete(argument, known, commandSpec.commandLine()));
    return false;
  }

  /** The whole option with its value, or the argument as it is. */
  private static String complete(String argument, List<String> known, CommandLine command) {
    if (!argument.startsWith("--") || argument.length() < 3) {
      return argument;
    }
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    String value = equals < 0 ? "" : argument.substring(equals);
    if (known.contains(name)) {
      return argument;
    }
    List<String> matches = beginningWith(name, OFFICIAL);
    if (matches.isEmpty()) {
      matches = beginningWith(name, known);
    }
    if (matches.size() > 1) {
      throw new ParameterException(
          command, "option '" + name + "' is ambiguous: " + String.join(", ", matches));
    }
    return matches.isEmpty() ? argument : matches.getFirst() + value;
  }

  private static List<String> beginningWith(String prefix, List<String> options) {
    return options.stream().filter(option -> option.startsWith(prefix)).toList();
  }
}
