package io.adit.server;

import io.adit.server.secret.MasterKey;
import org.jspecify.annotations.Nullable;

/**
 * What those choose who keep a server running.
 *
 * @param masterKey what seals the data folder's own key, options {@code secret-key-file} and {@code
 *     secret-key-command}; null: that key lies in the folder in clear
 */
public record OperationsOptions(@Nullable MasterKey masterKey) {
  static final OperationsOptions DEFAULT = new OperationsOptions(null);
}
