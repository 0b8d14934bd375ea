/**
 * Sockets for model clients: each runs as its original does, in blocking code on virtual threads.
 *
 * <pre>
 *  ModelProxy   a program: connects, comes back, exits
 *    └ Session    one link of it: reads frames into a ModelClient, pings, sends
 *        └ WebSocket  frames on a socket, sent in fragments, masked
 * </pre>
 *
 * <p>A {@link io.adit.models.link.Monitor} guards a client and tells of changes. The {@code
 * Handshake} is the original's, header for header; docs/client-facts.md lists where each observed
 * fact is held.
 */
@NullMarked
package io.adit.models.link;

import org.jspecify.annotations.NullMarked;
