/**
 * What is read from a program, and how it is told. {@link io.adit.bench.measure.ProcessUsage} and
 * {@link io.adit.bench.measure.Latencies} are read; {@link io.adit.bench.measure.Median} says what
 * several rounds have in common; {@link io.adit.bench.measure.Table} is for people, {@link
 * io.adit.bench.measure.Figures} for programs, and {@link io.adit.bench.measure.Machine} says where
 * it was.
 */
@NullMarked
package io.adit.bench.measure;

import org.jspecify.annotations.NullMarked;
