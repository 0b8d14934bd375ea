package io.adit.peer.connection;

import io.adit.wire.Dialect;
import io.adit.wire.Message;
import java.nio.ByteBuffer;

/**
 * A connection's name on the wire, in the dialect that its stream is spoken in.
 *
 * @param serviceId as the start spelled it: empty in V1
 * @param connectionId 0 in V1 and V2, where a stream is a connection
 */
public record ConnectionId(Dialect dialect, String serviceId, int streamId, int connectionId) {

  private static final String NO_SERVICE = "";

  /** The connection that a source starts. */
  public static ConnectionId of(Dialect dialect, String service, int streamId, int connectionId) {
    return new ConnectionId(
        dialect,
        dialect.namesServices() ? service : NO_SERVICE,
        streamId,
        dialect.namesConnections() ? connectionId : 0);
  }

  /** The connection that a source started with this message. */
  public static ConnectionId startedBy(Message.OfStream start) {
    Dialect dialect =
        Dialect.of(
            new Message.StreamStart(start.streamId(), start.serviceId(), start.connectionId()));
    return new ConnectionId(dialect, start.serviceId(), start.streamId(), start.connectionId());
  }

  public Message streamStart() {
    return new Message.StreamStart(streamId, serviceId, connectionId);
  }

  public Message connectionStart() {
    return new Message.ConnectionStart(streamId, serviceId, connectionId);
  }

  public Message data(ByteBuffer payload) {
    return new Message.Data(streamId, serviceId, connectionId, payload);
  }

  public Message delivered(long totalBytes) {
    return new Message.Delivered(streamId, serviceId, connectionId, totalBytes);
  }

  /** Ends this connection; before V3 that is to end its stream. */
  public Message.Reset reset() {
    return dialect.namesConnections()
        ? new Message.ConnectionReset(streamId, serviceId, connectionId)
        : new Message.StreamReset(streamId, serviceId, connectionId);
  }
}
