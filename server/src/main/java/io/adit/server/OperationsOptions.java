package io.adit.server;

import io.adit.server.secret.MasterKey;
import org.jspecify.annotations.Nullable;

/**
 * What those choose who keep a server running.
 *
 * @param masterKey what seals the data folder's own key, options {@code secret-key-file} and {@code
 *     secret-key-command}; null: that key lies in the folder in clear
 * @param metrics who may see them; null: there are none
 */
public record OperationsOptions(@Nullable MasterKey masterKey, @Nullable Metrics metrics) {
  public static final OperationsOptions DEFAULT = new OperationsOptions(null, null);

  public OperationsOptions with(MasterKey other) {
    return new OperationsOptions(other, metrics);
  }

  public OperationsOptions with(Metrics other) {
    return new OperationsOptions(masterKey, other);
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
