/**
 * What a backup is as a file: an {@link io.adit.server.backup.Archive}, a zip with a {@link
 * io.adit.server.backup.Manifest} that says what must be in it. Which files of a data folder go in,
 * and how they come back, is {@code Backup}'s and {@code Restore}'s, in the package above.
 */
@NullMarked
package io.adit.server.backup;

import org.jspecify.annotations.NullMarked;
