package io.adit.models.link;

import org.jspecify.annotations.Nullable;

/**
 * Where a client connects and with what.
 *
 * @param host what it names in its handshake, without a port
 * @param clientToken null where it has none
 */
public record Access(
    Connector connector, String host, String accessToken, @Nullable String clientToken) {

  @Override
  public String toString() {
    return "access to " + host;
  }
}
