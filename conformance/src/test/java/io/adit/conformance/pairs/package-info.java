/**
 * Pairs of clients in tunnels of a running server: models of AWS's clients, {@code adit proxy}
 * itself, and the official client where the reader has one.
 *
 * <p>A {@link io.adit.conformance.pairs.Participant} is who may sit at an end. It does so as a
 * {@code TunnelEnd}, a model or a program, behind a {@link io.adit.conformance.sockets.Cable}; two
 * of them make a {@code PairTunnel}, in which stories are played. {@link
 * io.adit.conformance.pairs.PairPlays} plays them all, a few at a time.
 */
@NullMarked
package io.adit.conformance.pairs;

import org.jspecify.annotations.NullMarked;
