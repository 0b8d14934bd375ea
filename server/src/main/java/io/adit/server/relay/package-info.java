/**
 * The data plane: lets the two links of a tunnel in, checks, translates and forwards.
 *
 * <p>{@link io.adit.server.relay.Relay} takes handshakes ({@code Handshake}, {@code
 * HandshakeRefusal}) and makes admitted ones known as an {@code Arrival} to their tunnel's {@code
 * Junction}, where they become a {@code Link}. A link is sockets and WebSocket; what its messages
 * mean is the matter of {@link io.adit.server.splice}.
 *
 * <p>What one tunnel can make the relay keep is bounded: for each link the unsent bytes ({@link
 * io.adit.server.relay.RelayOptions.Links#highWaterBytes} and one message, or what a {@link
 * io.adit.server.flow.Pacer} holds; twice as many before a client that leaves its pongs unread is
 * not read any more), the frames that had been read when reading stopped (two reads of at most 512
 * KiB), one message that is not complete; and for a destination that is not there {@link
 * io.adit.server.splice.SpliceLimits#holdBytes}. {@code Liveness} tells whose client is gone.
 */
@NullMarked
package io.adit.server.relay;

import org.jspecify.annotations.NullMarked;
