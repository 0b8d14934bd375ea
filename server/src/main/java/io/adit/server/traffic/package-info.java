/**
 * What the data plane lets in, carries and refuses, for those who write it down. The relay tells it
 * to {@link io.adit.server.traffic.TrafficListener}s, and knows none of them; the gateway tells of
 * devices to a {@link io.adit.server.traffic.DeviceListener}.
 */
@NullMarked
package io.adit.server.traffic;

import org.jspecify.annotations.NullMarked;
