package io.adit.cli.proxy.options;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The file of {@code --config}: options by their long names. */
final class ConfigFile {
  private ConfigFile() {}

  /**
   * @throws UsageException naming the file and the line, for what is unknown, twice or malformed
   */
  static Map<ProxyOption, String> read(String name) throws UsageException {
    Path file = path(name);
    Map<ProxyOption, String> values = new EnumMap<>(ProxyOption.class);
    for (IniFile.Entry entry : IniFile.read(file)) {
      ProxyOption option = option(file, entry);
      if (values.putIfAbsent(option, value(file, entry, option)) != null) {
        throw wrong(file, entry, "gives '" + entry.key() + "' a second time");
      }
    }
    if (values.keySet().stream().anyMatch(option -> option.kind() == ProxyOption.Kind.SECRET)) {
      SecretFile.warnIfReadableByOthers(file);
    }
    return values;
  }

  private static Path path(String name) throws UsageException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new RejectedInputException(ProxyOption.CONFIG, "it is no file name");
    }
  }

  private static ProxyOption option(Path file, IniFile.Entry entry) throws UsageException {
    return ProxyOption.named(entry.key())
        .filter(option -> option != ProxyOption.CONFIG)
        .orElseThrow(() ->
            wrong(
                file,
                entry,
                "has the unknown key '"
                    + entry.key()
                    + "'; the keys are the long names of the options"));
  }

  private static String value(Path file, IniFile.Entry entry, ProxyOption option)
      throws UsageException {
    if (option.kind() != ProxyOption.Kind.SWITCH) {
      return entry.value();
    }
    return switch (entry.value().toLowerCase(Locale.ROOT)) {
      case "", "true", "yes", "on", "1" -> "true";
      case "false", "no", "off", "0" -> "false";
      default ->
          throw wrong(
              file,
              entry,
              "gives '"
                  + entry.key()
                  + "' the value '"
                  + entry.value()
                  + "'; true or false is meant");
    };
  }

  private static UsageException wrong(Path file, IniFile.Entry entry, String what) {
    return new UsageException(IniFile.place(file, entry.line()) + " " + what);
  }
}
