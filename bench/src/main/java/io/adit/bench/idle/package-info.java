/**
 * {@code adit bench idle}: links that carry nothing. {@link io.adit.bench.idle.IdleLoad} opens
 * tunnels and connects {@code IdleLinks} to both of their sides; an {@code IdleReport} says what a
 * link costs the server.
 */
@NullMarked
package io.adit.bench.idle;

import org.jspecify.annotations.NullMarked;
