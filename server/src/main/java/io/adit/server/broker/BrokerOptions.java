package io.adit.server.broker;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The outside broker that notify messages go through.
 *
 * @param clientId unique among the broker's clients
 * @param topicPrefix what stands before {@code /things/…}: {@code $aws}, or another where the
 *     broker keeps topics with a dollar sign to itself
 */
public record BrokerOptions(
    String host, int port, String clientId, String topicPrefix, Credentials credentials) {

  public BrokerOptions {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + "; 1 to 65535 is needed");
    }
  }

  /**
   * How Adit and the broker prove to each other who they are. Files are PEM, and are read anew for
   * each connection. {@code toString} hides the password.
   *
   * @param authority what the broker's certificate must come from; null: what this Java trusts
   * @param certificate Adit's own, with its chain; null: none
   * @param key its private key
   */
  public record Credentials(
      @Nullable Path authority,
      @Nullable Path certificate,
      @Nullable Path key,
      @Nullable String userName,
      @Nullable String password) {
    public static final Credentials NONE = new Credentials(null, null, null, null, null);

    @Override
    public String toString() {
      return "Credentials[authority=%s, certificate=%s, userName=%s]"
          .formatted(authority, certificate, userName);
    }
  }
}
