/**
 * Keeps what must not lie on disk in clear: access keys' secrets and private keys.
 *
 * <p>{@link io.adit.server.secret.SecretBox} seals them with the key of the data folder. That key
 * lies in the folder in clear, or is itself sealed with an operator's {@link
 * io.adit.server.secret.MasterKey}, which a file, a variable or a command gives.
 */
@NullMarked
package io.adit.server.secret;

import org.jspecify.annotations.NullMarked;
