package io.adit.cli.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that a call has brought, which no text shows.
 *
 * @param tunnelId whose they are
 * @param source null where none was asked for
 * @param destination null where none was asked for
 */
public record TunnelTokens(
    String tunnelId, String arn, @Nullable String source, @Nullable String destination) {

  /** The source's, which was asked for. */
  public String requireSource() {
    return Optional.ofNullable(source)
        .orElseThrow(
            () -> new IllegalStateException("the service answered without a source token"));
  }

  @Override
  public String toString() {
    return "tokens of tunnel " + tunnelId;
  }
}
