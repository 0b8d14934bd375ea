/**
 * Notify messages through an outside MQTT broker, in the gateway's place: {@link
 * io.adit.server.broker.BrokerPublisher} publishes what the tunnel registry tells, and from the
 * store what it could not; {@code BrokerConnection} is the user of the MQTT client's library, and
 * {@code BrokerProblem} says in words why it cannot connect.
 */
@NullMarked
package io.adit.server.broker;

import org.jspecify.annotations.NullMarked;
