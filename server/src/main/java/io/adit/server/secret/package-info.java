/** Keeps what must not lie on disk in clear: access keys' secrets and private keys. */
@NullMarked
package io.adit.server.secret;

import org.jspecify.annotations.NullMarked;
