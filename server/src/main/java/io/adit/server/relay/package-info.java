/** The data plane: attaches the two links of a tunnel, checks, translates and forwards. */
@NullMarked
package io.adit.server.relay;

import org.jspecify.annotations.NullMarked;
