/** What the commands of {@code adit bench} have in common. */
@NullMarked
package io.adit.bench.command;

import org.jspecify.annotations.NullMarked;
