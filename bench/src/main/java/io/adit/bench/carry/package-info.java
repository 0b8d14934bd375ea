/**
 * Carrying bytes, and what it costs: {@code CarryBench} has each {@link
 * io.adit.bench.carry.Subject} carry the same bytes in turns, over {@code Circuits} of {@code
 * Pump}s; the {@link io.adit.bench.carry.Generator} makes their connections. {@code CarryReport} is
 * what came of it.
 */
@NullMarked
package io.adit.bench.carry;

import org.jspecify.annotations.NullMarked;
