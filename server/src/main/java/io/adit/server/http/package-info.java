/**
 * The one TLS port, and the only user of the HTTP library.
 *
 * <p>{@link io.adit.server.http.TlsPort} listens; its router sends {@code POST /} through an
 * exchange to the {@link io.adit.server.http.ApiHandler} on a virtual thread, and {@code /tunnel}
 * as an {@link io.adit.server.http.UpgradeRequest} to the {@link
 * io.adit.server.http.UpgradeHandler} on the event loop. One that is accepted becomes a {@link
 * io.adit.server.http.RawSocket}: the HTTP handlers leave the connection's pipeline, and nothing
 * but TLS is left between it and the network. {@link io.adit.server.http.EventLoops} makes the
 * loops that all of it runs on: connections begin on those of the {@code Lobby}, which yield to the
 * others, and a link moves to one of these.
 *
 * <p>Before any of that, {@code Strangers} bounds the connections of those who have shown no
 * business here yet; {@code RequestRules}, {@code Deadlines} and the {@code BodyBudget} bound what
 * they send, and a {@link io.adit.server.http.RefusalLog} tells the operator.
 */
@NullMarked
package io.adit.server.http;

import org.jspecify.annotations.NullMarked;
