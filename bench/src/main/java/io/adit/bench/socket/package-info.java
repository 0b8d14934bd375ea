/**
 * Sockets of the load: {@link io.adit.bench.socket.EventLoops} makes them, {@link
 * io.adit.bench.socket.Tls} encrypts them.
 */
@NullMarked
package io.adit.bench.socket;

import org.jspecify.annotations.NullMarked;
