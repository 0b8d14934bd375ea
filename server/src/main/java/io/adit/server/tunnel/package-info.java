/**
 * What a tunnel is and what may be done with it and its tokens: no HTTP, no sockets, no SQL.
 *
 * <p>{@link io.adit.server.tunnel.TunnelRegistry} is the door: all others come through it, or hear
 * from it as a {@link io.adit.server.tunnel.TunnelListener}. Who may connect with a token is in
 * {@code Admissions} and {@code TokenRules}; what is kept, and what must happen in one step, in
 * {@link io.adit.server.tunnel.TunnelStore}. {@link io.adit.server.tunnel.TunnelSweeper} ends
 * tunnels on time.
 */
@NullMarked
package io.adit.server.tunnel;

import org.jspecify.annotations.NullMarked;
