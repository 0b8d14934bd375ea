/** One end of a tunnel, source or destination, over one WebSocket link. */
@NullMarked
package io.adit.peer;

import org.jspecify.annotations.NullMarked;
