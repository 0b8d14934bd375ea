/** What a tunnel is and what may be done with it and its tokens: no HTTP, no sockets, no SQL. */
@NullMarked
package io.adit.server.tunnel;

import org.jspecify.annotations.NullMarked;
