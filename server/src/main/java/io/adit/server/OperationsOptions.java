package io.adit.server;

import io.adit.server.secret.MasterKey;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What those choose who keep a server running.
 *
 * @param masterKey what seals the data folder's own key, options {@code secret-key-file} and {@code
 *     secret-key-command}; null: that key lies in the folder in clear
 * @param metrics who may see them; null: there are none
 * @param traces where a collector takes traces of calls, option {@code otlp-endpoint}; null:
 *     nowhere
 */
public record OperationsOptions(
    @Nullable MasterKey masterKey, @Nullable Metrics metrics, @Nullable URI traces) {
  public static final OperationsOptions DEFAULT = new OperationsOptions(null, null, null);

  public OperationsOptions {
    if (traces != null && !isCollector(traces)) {
      throw new InvalidOptionException(
          "otlp-endpoint",
          "'%s' is no collector: give its http or https URL, such as http://127.0.0.1:4318"
              .formatted(traces));
    }
  }

  public OperationsOptions with(Metrics other) {
    return new OperationsOptions(masterKey, other, traces);
  }

  public OperationsOptions with(MasterKey other) {
    return new OperationsOptions(other, metrics, traces);
  }

  /** With a collector. */
  public OperationsOptions withTraces(URI other) {
    return new OperationsOptions(masterKey, metrics, other);
  }

  private static boolean isCollector(URI uri) {
    return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
        && uri.getHost() != null
        && uri.getRawUserInfo() == null
        && uri.getRawQuery() == null;
  }

  /**
   * The numbers at {@code /metrics}: options {@code metrics-token-file} and {@code metrics-open}.
   *
   * @param token what those show who read them; null: anybody may
   */
  public record Metrics(@Nullable String token) {
    private static final int SHORTEST = 16;

    /** For anybody who reaches the port. */
    public static final Metrics OPEN = new Metrics(null);

    public Metrics {
      if (token != null && (token.length() < SHORTEST || !token.chars().allMatch(Metrics::fits))) {
        throw new InvalidOptionException(
            "metrics-token-file",
            "its first line is no token: it needs at least %d characters, and no space among them. Make one: openssl rand -hex 32"
                .formatted(SHORTEST));
      }
    }

    private static boolean fits(int character) {
      return character > ' ' && character < 0x7f;
    }

    @Override
    public String toString() {
      return token == null ? "Metrics[open]" : "Metrics[token=hidden]";
    }
  }
}
