package io.adit.wire.fuzz;

import io.adit.wire.WireViolation;
import io.adit.wire.websocket.WebSocketReader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a WebSocket reader handed out, in order, to be compared. Payload that came in pieces is one
 * event: where it is cut is the network's choice.
 */
final class Transcript implements WebSocketReader.Listener {
  private record Event(String what, ByteBuffer bytes) {
    @Override
    public String toString() {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(bytes.position(), copy);
      return what + " " + HexFormat.of().formatHex(copy);
    }
  }

  private final List<Event> events = new ArrayList<>();
  private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
  private boolean closed;
  private @Nullable WireViolation violation;

  @Override
  public void onPayload(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    payload.writeBytes(copy);
  }

  @Override
  public void onPing(ByteBuffer bytes) {
    add("ping", bytes);
  }

  @Override
  public void onPong(ByteBuffer bytes) {
    add("pong", bytes);
  }

  @Override
  public void onClose(int code, String reason) {
    closed = true;
    add("close " + code, ByteBuffer.wrap(reason.getBytes(StandardCharsets.UTF_8)));
  }

  void onViolation(WireViolation found) {
    violation = found;
  }

  @Nullable WireViolation violation() {
    return violation;
  }

  boolean isClosed() {
    return closed;
  }

  boolean isEmpty() {
    return events().isEmpty();
  }

  List<?> events() {
    List<Event> all = new ArrayList<>(events);
    if (payload.size() > 0) {
      all.add(new Event("payload", ByteBuffer.wrap(payload.toByteArray())));
    }
    return all;
  }

  private void add(String what, ByteBuffer bytes) {
    if (payload.size() > 0) {
      events.add(new Event("payload", ByteBuffer.wrap(payload.toByteArray())));
      payload.reset();
    }
    events.add(new Event(what, bytes));
  }

  private String broken() {
    return violation == null ? "" : violation.kind() + ": " + violation.rule();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Transcript that
        && events().equals(that.events())
        && broken().equals(that.broken());
  }

  @Override
  public int hashCode() {
    return events().hashCode();
  }

  @Override
  public String toString() {
    return events() + " " + broken();
  }
}
