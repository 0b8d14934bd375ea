/**
 * {@code adit bench start}: how long programs take until they are of use. {@link
 * io.adit.bench.start.StartLoad} starts each {@code Contender} in turn, round after round; a {@code
 * StartReport} says how long it took, and how much memory a proxy holds then.
 */
@NullMarked
package io.adit.bench.start;

import org.jspecify.annotations.NullMarked;
