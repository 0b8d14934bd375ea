/**
 * What notify messages lead to: {@link io.adit.agent.tunnel.Tunnels} runs a destination proxy for
 * each that is new and fits, up to a limit, and serves what the device's owner allows.
 */
@NullMarked
package io.adit.agent.tunnel;

import org.jspecify.annotations.NullMarked;
