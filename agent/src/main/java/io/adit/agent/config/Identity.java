package io.adit.agent.config;

import io.adit.peer.link.RelayTrust;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/**
 * Who the device is, and whom it trusts: the contents of its files. {@code toString} hides the key.
 *
 * @param certificate with its chain, PEM
 * @param key PEM
 * @param trust whose certificates gateway and relay may show
 * @param expires when the certificate does
 */
public record Identity(
    Buffer certificate, Buffer key, RelayTrust.Authorities trust, Instant expires) {
  @Override
  public String toString() {
    return "Identity[expires=" + expires + "]";
  }
}
