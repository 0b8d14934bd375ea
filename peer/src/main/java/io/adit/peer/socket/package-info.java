/**
 * Sockets as the rest of the peer needs them: where an {@link io.adit.peer.socket.Endpoint} is, a
 * {@link io.adit.peer.socket.Dialer} that reaches it without blocking, and the few places where
 * Netty shows through Vert.x.
 */
@NullMarked
package io.adit.peer.socket;

import org.jspecify.annotations.NullMarked;
