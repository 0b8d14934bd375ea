/**
 * {@code adit bench devices}: {@link io.adit.bench.devices.DevicesCommand} connects a {@code Fleet}
 * of devices to the gateway of a server and opens tunnels to them.
 */
@NullMarked
package io.adit.bench.devices;

import org.jspecify.annotations.NullMarked;
