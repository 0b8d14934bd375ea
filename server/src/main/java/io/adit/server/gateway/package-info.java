/**
 * MQTT to things: brings a device the token of a tunnel that was opened to it.
 *
 * <p>{@link io.adit.server.gateway.MqttGateway} is the door. Its {@code MqttPort} listens, and with
 * {@code MqttConnection}, {@code ConnectRequest} and {@code Gatekeeper}, uses the MQTT server's
 * library; an {@code AcceptGate} lets connections in at a pace, before any cryptography, with a
 * {@code ConnectionGuard}, {@code WholePackets} and, at times, {@code HeldPackets} for each, and
 * {@code DeviceHandshakes} find out in the TLS handshake whose certificate it is; the {@link
 * io.adit.server.http.RefusalLog} tells the operator who was turned away, and why. What is left of
 * a connection is a {@code DeviceLink} of a {@code DeviceSession}; {@code DeviceSessions} has all
 * of them, and {@code Redelivery} sees to it that a device that was offline is told what it missed.
 *
 * <p>All state of the gateway belongs to one event loop; what blocks runs on other threads and
 * comes back to it.
 */
@NullMarked
package io.adit.server.gateway;

import org.jspecify.annotations.NullMarked;
