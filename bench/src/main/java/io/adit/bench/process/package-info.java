/**
 * The programs that are measured: {@link io.adit.bench.process.Programs} finds the public ones, and
 * {@link io.adit.bench.process.ServerProcess} is an Adit server. All end with the bench.
 */
@NullMarked
package io.adit.bench.process;

import org.jspecify.annotations.NullMarked;
