/**
 * What it takes to reach a service of a thing by its name: {@code Reach} finds or opens a tunnel,
 * opens the source's link and waits for the device, and when it ends, closes what it opened.
 *
 * <p>{@code TunnelPicker} decides whether a tunnel that is there is used ({@code ReuseRule}), which
 * two runs on one machine do not do with the same one ({@code ReuseLock}). {@code OpenedTunnels}
 * remembers what to close, {@code Farewell} sees to it that this happens however the process ends,
 * {@code Progress} tells the user. The commands here are {@code adit connect} and {@code adit
 * forward}; {@code adit ssh} and its like are in {@code io.adit.cli.ssh}.
 */
@NullMarked
package io.adit.cli.reach;

import org.jspecify.annotations.NullMarked;
