/**
 * One end of a tunnel, source or destination, over one WebSocket link at a time.
 *
 * <p>A {@link io.adit.peer.Proxy} opens links one after another and gives each to its side: a
 * source listens for each service and starts a connection for whoever comes, a destination dials
 * for each connection that is started. Between the two stand a connection table for each service
 * and the back-pressure of the link:
 *
 * <pre>
 *  local socket ──► Connection ──DATA──► link        the socket is not read while the link is full
 *  local socket ◄── Connection ◄──DATA── link        the link is not read while a socket is full
 * </pre>
 *
 * <p>The bounds are {@link io.adit.peer.connection.ConnectionLimits}, beside what one read of the
 * link brought. The wire has no credit for single connections: once an application that reads
 * nothing has filled its bound, the whole tunnel waits for it, and nothing is lost.
 *
 * <p>The wire has no half-close either: what ends a connection ends it both ways, behind the bytes
 * that were sent before. An application at the source that closes its side while nothing has
 * answered its last bytes yet is given some time for the reply.
 *
 * <p>One event loop owns a proxy with its link and all its sockets; no other thread touches them.
 */
@NullMarked
package io.adit.peer;

import org.jspecify.annotations.NullMarked;
