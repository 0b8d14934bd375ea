/**
 * The programs that are measured: {@link io.adit.bench.process.Programs} finds the public ones, and
 * {@link io.adit.bench.process.ServerProcess} is an Adit server. All end with the bench, and so
 * does a {@link io.adit.bench.process.Scratch} folder. {@link io.adit.bench.process.Sockets} is
 * what a bench's own connections to them are made of.
 */
@NullMarked
package io.adit.bench.process;

import org.jspecify.annotations.NullMarked;
