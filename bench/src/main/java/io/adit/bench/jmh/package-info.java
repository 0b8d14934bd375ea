/**
 * {@code adit bench jmh}: what the codec and the framing of {@link io.adit.wire} cost for one
 * message, in time and in bytes of garbage.
 */
@NullMarked
package io.adit.bench.jmh;

import org.jspecify.annotations.NullMarked;
