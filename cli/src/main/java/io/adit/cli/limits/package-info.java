/**
 * {@code adit limits}: who may have how much, and what was used. These are operations of Adit's
 * own, so that the commands are for Adit only.
 */
@NullMarked
package io.adit.cli.limits;

import org.jspecify.annotations.NullMarked;
