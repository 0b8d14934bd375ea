package io.adit.cli.proxy.options;

import java.util.Map;
import java.util.Optional;

/**
 * The values of the options from all their sources. The command line counts before a configuration
 * file, and that before the environment.
 */
public final class OptionValues {
  private final Map<ProxyOption, String> commandLine;
  private final Map<ProxyOption, String> file;
  private final Map<String, String> environment;

  public OptionValues(
      Map<ProxyOption, String> commandLine,
      Map<ProxyOption, String> file,
      Map<String, String> environment) {
    this.commandLine = Map.copyOf(commandLine);
    this.file = Map.copyOf(file);
    this.environment = Map.copyOf(environment);
  }

  /**
   * Reads the configuration file too, where the command line names one.
   *
   * @throws UsageException saying what is wrong with the file
   */
  public static OptionValues read(
      Map<ProxyOption, String> commandLine, Map<String, String> environment) throws UsageException {
    String file = commandLine.get(ProxyOption.CONFIG);
    return new OptionValues(
        commandLine, file == null ? Map.of() : ConfigFile.read(file), environment);
  }

  public Optional<String> get(ProxyOption option) {
    return Optional.ofNullable(commandLine.get(option))
        .or(() -> Optional.ofNullable(file.get(option)))
        .or(() -> option.variable().flatMap(this::variable));
  }

  /** Whether a switch is on. */
  public boolean isOn(ProxyOption option) {
    return get(option).filter(Boolean::parseBoolean).isPresent();
  }

  public boolean isOnCommandLine(ProxyOption option) {
    return commandLine.containsKey(option);
  }

  /** Where the option's value was given, for people. */
  public String origin(ProxyOption option) {
    if (commandLine.containsKey(option)) {
      return option.flag();
    }
    return file.containsKey(option)
        ? "'" + option.longName() + "' in the configuration file"
        : "the variable " + option.variable().orElse(option.longName());
  }

  /** A variable of the environment; an empty one counts as not set. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }
}
