/**
 * Sockets as the rest of the peer needs them: where an {@link io.adit.peer.socket.Endpoint} is, a
 * {@link io.adit.peer.socket.Dialer} that reaches it without blocking, and the {@link
 * io.adit.peer.socket.ByteStream} that results. Netty and the insides of Vert.x are known here
 * only.
 */
@NullMarked
package io.adit.peer.socket;

import org.jspecify.annotations.NullMarked;
