package io.adit.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;

/**
 * The server's certificate and its key, both PEM. {@code toString} hides them.
 *
 * @param certificateChain the server's own certificate first
 */
public record TlsMaterial(String certificateChain, String privateKey) {

  PemKeyCertOptions toOptions() {
    return new PemKeyCertOptions()
        .setCertValue(Buffer.buffer(certificateChain))
        .setKeyValue(Buffer.buffer(privateKey));
  }

  @Override
  public String toString() {
    return "TlsMaterial[hidden]";
  }
}
