package io.adit.cli.proxy.options;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads command lines on which each option is written out and is given once, as most are. Picocli
 * reads them all, but its classes are of Java 5, which no start-up cache takes: loading and
 * verifying them took half of the time until a proxy began to work.
 */
public final class PlainCommandLine {
  private static final Map<String, ProxyOption> LETTERS =
      Map.ofEntries(
          Map.entry("-b", ProxyOption.LOCAL_BIND_ADDRESS),
          Map.entry("-c", ProxyOption.CAPATH),
          Map.entry("-d", ProxyOption.DESTINATION_APP),
          Map.entry("-e", ProxyOption.PROXY_ENDPOINT),
          Map.entry("-i", ProxyOption.CLIENT_TOKEN),
          Map.entry("-k", ProxyOption.NO_SSL_HOST_VERIFY),
          Map.entry("-m", ProxyOption.MODE),
          Map.entry("-r", ProxyOption.REGION),
          Map.entry("-s", ProxyOption.SOURCE_LISTEN_PORT),
          Map.entry("-t", ProxyOption.ACCESS_TOKEN),
          Map.entry("-v", ProxyOption.VERBOSE),
          Map.entry("-y", ProxyOption.DESTINATION_CLIENT_TYPE));

  private final List<String> words;
  private final Map<ProxyOption, String> given = new EnumMap<>(ProxyOption.class);
  private int next;

  private PlainCommandLine(List<String> words) {
    this.words = words;
  }

  /** What is given; nothing where picocli must look: mistakes, options cut short, the help. */
  public static Optional<Map<ProxyOption, String>> read(List<String> words) {
    var line = new PlainCommandLine(words);
    while (line.next < words.size()) {
      if (!line.readOption()) {
        return Optional.empty();
      }
    }
    return Optional.of(line.given);
  }

  /** Whether an option could be read that was not there before. */
  private boolean readOption() {
    String word = words.get(next++);
    int equals = word.startsWith("--") ? word.indexOf('=') : -1;
    String name = equals < 0 ? word : word.substring(0, equals);
    ProxyOption option =
        name.startsWith("--")
            ? ProxyOption.named(name.substring(2)).orElse(null)
            : LETTERS.get(name);
    if (option == null) {
      return false;
    }
    String value = equals < 0 ? value(option) : glued(option, word.substring(equals + 1));
    return value != null && given.put(option, value) == null;
  }

  private static @Nullable String glued(ProxyOption option, String value) {
    return option.kind() == ProxyOption.Kind.SWITCH || value.isEmpty() ? null : value;
  }

  private @Nullable String value(ProxyOption option) {
    if (option.kind() == ProxyOption.Kind.SWITCH) {
      return "true";
    }
    boolean another = next == words.size() || words.get(next).startsWith("-");
    if (another) {
      return option == ProxyOption.STDIO ? "" : null;
    }
    String value = words.get(next++);
    return value.isEmpty() ? null : value;
  }
}
