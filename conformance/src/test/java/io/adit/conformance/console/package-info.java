/**
 * The console's pages in the system's Chromium.
 *
 * <p>A {@link io.adit.conformance.console.Chromium} gives each story a browser profile of its own;
 * a {@link io.adit.conformance.console.ConsolePage} is a tab in it, with the names that people see
 * on the pages, and with a record of what no page may ever do.
 */
@NullMarked
package io.adit.conformance.console;

import org.jspecify.annotations.NullMarked;
