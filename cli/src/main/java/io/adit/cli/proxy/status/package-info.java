/**
 * The line of {@code adit proxy --status}: {@link io.adit.cli.proxy.status.StatusText} says how a
 * proxy is, {@link io.adit.cli.proxy.status.StatusDisplay} keeps it in the last line of a terminal,
 * below the log.
 */
@NullMarked
package io.adit.cli.proxy.status;

import org.jspecify.annotations.NullMarked;
