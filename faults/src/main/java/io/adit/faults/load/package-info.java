/**
 * Load on a server that is struck by faults, taken down as a history. {@link
 * io.adit.faults.load.HistoryRun} starts {@link io.adit.faults.load.Client}s, each at random from a
 * seed, and {@link io.adit.faults.load.Strikes} against the {@link io.adit.faults.load.Subject}.
 * {@link io.adit.faults.load.Calls} is the API, {@link io.adit.faults.load.Link} one side's link;
 * {@link io.adit.faults.load.World} is what clients know of each other's tunnels. {@link
 * io.adit.faults.load.ProxiedTunnels} is a client with Adit's own proxies at the ends ({@code
 * ProxyProcess}), and {@code Applications} that talk through them. One virtual thread for each
 * client, each link's reader and each connection's sender; all block.
 */
@NullMarked
package io.adit.faults.load;

import org.jspecify.annotations.NullMarked;
