/** {@code adit audit}: what the server recorded, and whether it is still what it recorded. */
@NullMarked
package io.adit.cli.audit;

import org.jspecify.annotations.NullMarked;
