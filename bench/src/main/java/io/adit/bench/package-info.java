/**
 * {@code adit bench}: load for a server in another process, and what it costs. A command for each
 * kind of load; {@link io.adit.bench.DevicesCommand} connects a {@code Fleet} of devices to a
 * {@code ServerProcess} and opens tunnels to them. Its figures are a {@code DevicesReport}, a table
 * and a JSON file.
 */
@NullMarked
package io.adit.bench;

import org.jspecify.annotations.NullMarked;
