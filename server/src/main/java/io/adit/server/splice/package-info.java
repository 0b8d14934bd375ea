/**
 * What the messages of a tunnel's two links mean to each other: pure translation, which knows no
 * sockets, threads or clocks.
 *
 * <p>A {@link io.adit.server.splice.Splice} is the state of one tunnel. Each link is attached to it
 * with an {@link io.adit.server.splice.Outbox}, its way out, and gets a {@link
 * io.adit.server.splice.Leg}, its way in. Inside, {@code SourceLeg} and {@code DestinationLeg} know
 * their own link's dialect only; they meet in the canonical {@code Connection}. {@code
 * DestinationStream} keeps what the destination has of one service, {@code Hold} what the source
 * did before the destination came, bounded by {@link io.adit.server.splice.SpliceLimits}. What
 * becomes of the connections that the source asks for is told to a {@link
 * io.adit.server.splice.SpliceListener}.
 */
@NullMarked
package io.adit.server.splice;

import org.jspecify.annotations.NullMarked;
