/**
 * How much of the service each may have: no sockets, threads or clock of its own.
 *
 * <p>{@link io.adit.server.limit.LimitOptions} are everybody's limits, as the operator started the
 * server with; an {@link io.adit.server.limit.OwnLimit} is what one principal or thing has instead.
 * {@link io.adit.server.limit.Limits} knows both. {@link io.adit.server.limit.CallLimits} and
 * {@link io.adit.server.limit.HandshakeLimits} count what comes in against them, each with a {@code
 * Meter}; what is carried is counted by {@link io.adit.server.allowance}.
 */
@NullMarked
package io.adit.server.limit;

import org.jspecify.annotations.NullMarked;
