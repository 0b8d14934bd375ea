package io.adit.faults.load;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where the server is, and with which key it is called.
 *
 * @param authority the file of what signs the server's certificate
 * @param program that starts {@code adit}, built: its proxies are clients like others
 */
public record Access(
    URI endpoint, String region, String keyId, String secret, Path authority, Path program) {
  /** Without the secret. */
  @Override
  public String toString() {
    return endpoint + " as " + keyId;
  }
}
