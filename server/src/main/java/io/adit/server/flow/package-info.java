/**
 * What waits on its way to a link, and when it goes: no sockets, threads or clock of its own.
 *
 * <p>A {@link io.adit.server.flow.Backlog} keeps messages in order for little more than their
 * bytes. A {@link io.adit.server.flow.Pacer} lets them go no faster than a {@link
 * io.adit.server.flow.Rate}, which its {@code TokenBucket} measures.
 */
@NullMarked
package io.adit.server.flow;

import org.jspecify.annotations.NullMarked;
