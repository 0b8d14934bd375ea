/** The {@code adit} command. */
@NullMarked
package io.adit.cli;

import org.jspecify.annotations.NullMarked;
