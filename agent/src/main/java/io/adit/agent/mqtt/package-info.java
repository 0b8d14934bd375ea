/**
 * Where the agent hears of tunnels: a {@link io.adit.agent.mqtt.Subscriber} keeps one {@code
 * NotifyLink} to the MQTT gateway open, and says in a {@link io.adit.agent.mqtt.GatewayProblem} why
 * there is none.
 */
@NullMarked
package io.adit.agent.mqtt;

import org.jspecify.annotations.NullMarked;
