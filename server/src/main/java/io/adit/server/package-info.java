/** The service; {@link io.adit.server.AditServer} wires its parts. */
@NullMarked
package io.adit.server;

import org.jspecify.annotations.NullMarked;
