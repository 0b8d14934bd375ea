/** As much of RFC 6455 as a tunnel link uses: frames in, frames out, the accept key. */
@NullMarked
package io.adit.wire.websocket;

import org.jspecify.annotations.NullMarked;
