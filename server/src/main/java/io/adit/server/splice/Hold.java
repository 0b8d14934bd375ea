package io.adit.server.splice;

import io.adit.wire.WireLimits;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a source did before its destination came, in order and bounded. */
final class Hold {
  /** What each event is charged beside its payload, so that empty events are bounded too. */
  static final int EVENT_BYTES = 64;

  /** Something that the destination is to hear of. */
  sealed interface Event {
    Connection connection();

    record Opened(Connection connection) implements Event {}

    record Data(Connection connection, ByteBuffer payload) implements Event {}

    record Closed(Connection connection) implements Event {}
  }

  private final int limitBytes;
  private final Deque<Event> events = new ArrayDeque<>();
  private int bytes;

  Hold(int limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Returns whether there was room. The end of the connection is paid for with its start. */
  boolean open(Connection connection) {
    return add(new Event.Opened(connection), 2 * EVENT_BYTES);
  }

  /** Returns whether there was room; the payload is copied. */
  boolean data(Connection connection, ByteBuffer payload) {
    if (bytes + EVENT_BYTES + payload.remaining() > limitBytes) {
      return false;
    }
    ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload.duplicate()).flip();
    return add(new Event.Data(connection, copy), EVENT_BYTES + copy.remaining());
  }

  void close(Connection connection) {
    events.add(new Event.Closed(connection));
  }

  /** Drops all that is held of one connection. */
  void forget(Connection connection) {
    for (Event event : drain()) {
      if (event.connection() != connection) {
        events.add(event);
        bytes += charge(event);
      }
    }
  }

  void clear() {
    events.clear();
    bytes = 0;
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  /** Whether the next message may find no room. */
  boolean isFull() {
    return !isEmpty() && bytes + EVENT_BYTES + WireLimits.MAX_PAYLOAD_BYTES > limitBytes;
  }

  int bytes() {
    return bytes;
  }

  /** The connections that were opened, those that ended meanwhile included. */
  List<Connection> connections() {
    return events.stream().filter(Event.Opened.class::isInstance).map(Event::connection).toList();
  }

  /** Hands over all that is held, in order, and holds nothing any more. */
  List<Event> drain() {
    List<Event> drained = List.copyOf(events);
    clear();
    return drained;
  }

  private boolean add(Event event, int charge) {
    if (bytes + charge > limitBytes) {
      return false;
    }
    events.add(event);
    bytes += charge;
    return true;
  }

  private static int charge(Event event) {
    return switch (event) {
      case Event.Opened _ -> 2 * EVENT_BYTES;
      case Event.Data data -> EVENT_BYTES + data.payload().remaining();
      case Event.Closed _ -> 0;
    };
  }
}
