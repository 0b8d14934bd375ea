package io.adit.wire;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * One message of the tunnel protocol.
 *
 * <pre>
 * field               number  type      since
 * type                1       enum      V1
 * streamId            2       int32     V1   0 is invalid where a stream is meant
 * ignorable           3       bool      V1   read for types that AWS does not have
 * payload             4       bytes     V1   of DATA; of a reset: Adit's {@link ResetReason};
 *                                            of DELIVERED: the total, as a varint
 * serviceId           5       string    V2   "" is: none
 * availableServiceIds 6       repeated  V2
 * connectionId        7       uint32    V3   0 is: none
 * </pre>
 */
public sealed interface Message {

  /** A message that belongs to a stream of a service. */
  sealed interface OfStream extends Message {
    int streamId();

    /** The service, or the empty string where the sender names none. */
    String serviceId();

    /** The connection, an unsigned number, or 0 where the sender names none. */
    int connectionId();
  }

  /** Bytes of one connection. The payload is a view of the bytes read, not a copy. */
  record Data(int streamId, String serviceId, int connectionId, ByteBuffer payload)
      implements OfStream {}

  /** The source opens a stream, and in V3 its first connection. */
  record StreamStart(int streamId, String serviceId, int connectionId) implements OfStream {}

  /** The end of a stream or a connection. */
  sealed interface Reset extends OfStream {
    /** Why it ended; none on a link that did not agree to {@link Extensions#resetReasons}. */
    ResetReason reason();

    /** The same, for this reason. */
    Reset because(ResetReason reason);
  }

  /** Either side ends a stream with all its connections. A connection id in it means nothing. */
  record StreamReset(int streamId, String serviceId, int connectionId, ResetReason reason)
      implements Reset {
    public StreamReset(int streamId, String serviceId, int connectionId) {
      this(streamId, serviceId, connectionId, ResetReason.NONE);
    }

    @Override
    public StreamReset because(ResetReason why) {
      return new StreamReset(streamId, serviceId, connectionId, why);
    }
  }

  /** V3: the source opens one more connection in a stream. */
  record ConnectionStart(int streamId, String serviceId, int connectionId) implements OfStream {}

  /** V3: either side ends one connection. */
  record ConnectionReset(int streamId, String serviceId, int connectionId, ResetReason reason)
      implements Reset {
    public ConnectionReset(int streamId, String serviceId, int connectionId) {
      this(streamId, serviceId, connectionId, ResetReason.NONE);
    }

    @Override
    public ConnectionReset because(ResetReason why) {
      return new ConnectionReset(streamId, serviceId, connectionId, why);
    }
  }

  /**
   * Adit's own, on links that agreed to {@link Extensions#delivery}: so many bytes of the
   * connection's DATA have reached the application, counted from its start.
   */
  record Delivered(int streamId, String serviceId, int connectionId, long totalBytes)
      implements OfStream {}

  /** The service ends everything. Adit never sends it: it leaves official V3 clients deaf. */
  record SessionReset() implements Message {}

  /** V2 and V3: the service tells a new link which services its tunnel has, in their order. */
  record ServiceIds(List<String> available) implements Message {
    public ServiceIds {
      available = List.copyOf(available);
    }
  }

  /** A type that this version does not know. One that is ignorable is passed over. */
  record Unknown(int type, boolean ignorable) implements Message {}
}
