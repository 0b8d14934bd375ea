/**
 * The programs that are measured: {@link io.adit.bench.process.Programs} finds the public ones,
 * {@link io.adit.bench.process.Child} is any that runs and {@link
 * io.adit.bench.process.ServerProcess} an Adit server. What a {@link io.adit.bench.process.Stage}
 * owns ends with the bench, and so does a {@link io.adit.bench.process.Scratch} folder. {@link
 * io.adit.bench.process.Sockets} and {@link io.adit.bench.process.EventLoops} are what a bench's
 * own connections to them are made of.
 */
@NullMarked
package io.adit.bench.process;

import org.jspecify.annotations.NullMarked;
