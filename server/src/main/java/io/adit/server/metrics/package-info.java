/**
 * Numbers for those who watch over servers, in Prometheus' form, and the only user of the library
 * for them.
 *
 * <p>{@link io.adit.server.metrics.Metrics} hears what is to be counted and reads the rest when it
 * is asked; {@link io.adit.server.metrics.MetricsPage} shows it to those who may see it. No label
 * has more values than this program has words for: no tunnel, thing, user or address is in one.
 */
@NullMarked
package io.adit.server.metrics;

import org.jspecify.annotations.NullMarked;
