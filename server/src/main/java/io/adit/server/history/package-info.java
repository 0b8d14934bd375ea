/**
 * What happened to each tunnel, for people to read: kept as long as the tunnel, over restarts.
 *
 * <p>{@link io.adit.server.history.TunnelHistory} hears of it from the tunnel registry and from the
 * data plane, on their threads, and hands it to the {@link io.adit.server.history.HistoryStore}
 * some at a time. It is no audit log: what comes faster than it can be written is counted and
 * dropped.
 */
@NullMarked
package io.adit.server.history;

import org.jspecify.annotations.NullMarked;
