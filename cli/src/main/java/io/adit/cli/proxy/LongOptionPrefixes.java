package io.adit.cli.proxy;

import java.util.List;
import java.util.Stack;
import java.util.stream.Stream;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Completes long options that are cut short, as far as they are unique. Options that only we have
 * do not make the official client's prefixes ambiguous.
 */
public final class LongOptionPrefixes implements IParameterPreprocessor {
  private static final List<String> OFFICIAL =
      List.of(
          "--access-token",
          "--capath",
          "--client-token",
          "--config",
          "--config-dir",
          "--destination-app",
          "--destination-client-type",
          "--export-default-settings",
          "--help",
          "--local-bind-address",
          "--mode",
          "--no-ssl-host-verify",
          "--proxy-endpoint",
          "--region",
          "--settings-json",
          "--source-listen-port",
          "--verbose",
          "--version");

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
    args.replaceAll(argument -> complete(argument, known));
    return false;
  }

  /** The whole option with its value, or the argument as it is. */
  static String complete(String argument, List<String> known) {
    if (!argument.startsWith("--") || argument.length() < 3) {
      return argument;
    }
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    String value = equals < 0 ? "" : argument.substring(equals);
    if (known.contains(name)) {
      return argument;
    }
    return Stream.of(OFFICIAL, known)
        .map(options -> options.stream().filter(option -> option.startsWith(name)).toList())
        .filter(matches -> matches.size() == 1)
        .findFirst()
        .map(matches -> matches.getFirst() + value)
        .orElse(argument);
  }
}
