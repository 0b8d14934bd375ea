/**
 * The tunnel protocol as bytes and rules: no sockets, no threads, no clock.
 *
 * <p>From the outside in: a {@link io.adit.wire.websocket.WebSocketReader} cuts a connection's
 * bytes into WebSocket payload, a {@link io.adit.wire.FrameReader} cuts that into messages, {@link
 * io.adit.wire.MessageCodec} reads a {@link io.adit.wire.Message}, and {@link
 * io.adit.wire.SendRules} says whether this sender may send it now. Outwards, {@link
 * io.adit.wire.websocket.MessageFraming} writes one message as one WebSocket message.
 *
 * <p>Beside the tunnel there is the {@link io.adit.wire.NotifyMessage}, which brings a device its
 * token over MQTT.
 *
 * <p>Whatever a peer does wrong is a {@link io.adit.wire.WireViolation}.
 */
@NullMarked
package io.adit.wire;

import org.jspecify.annotations.NullMarked;
