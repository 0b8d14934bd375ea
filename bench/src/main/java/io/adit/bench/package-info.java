/**
 * {@code adit bench}: what Adit costs under load, beside public tools where these do the same. A
 * package for each kind of load ({@code devices}, {@code relay}, {@code path}, {@code api}, {@code
 * idle}, {@code start}), each with its command, of which {@code command} is the frame; {@code
 * process} starts the programs that are measured, and {@code measure} is what is read from them,
 * and how it is told: a table and a JSON file.
 */
@NullMarked
package io.adit.bench;

import org.jspecify.annotations.NullMarked;
