package io.adit.wire.websocket;

import io.adit.wire.websocket.WebSocketReader.Role;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What a reader handed out, in order. Payload that came in pieces is one event: where it is cut is
 * the network's choice.
 */
final class Recorder implements WebSocketReader.Listener {
  private static final String PAYLOAD = "payload ";

  private final List<String> events = new ArrayList<>();
  private final StringBuilder payload = new StringBuilder();

  /** All that a new reader hands out for these chunks. */
  static List<String> read(Role role, List<ByteBuffer> chunks) {
    Recorder recorder = new Recorder();
    WebSocketReader reader = new WebSocketReader(role, recorder);
    chunks.forEach(reader::read);
    return recorder.events();
  }

  List<String> events() {
    List<String> all = new ArrayList<>(events);
    if (!payload.isEmpty()) {
      all.add(PAYLOAD + payload);
    }
    return all;
  }

  @Override
  public void onPayload(ByteBuffer bytes) {
    payload.append(hex(bytes));
  }

  @Override
  public void onPing(ByteBuffer bytes) {
    add("ping " + hex(bytes));
  }

  @Override
  public void onPong(ByteBuffer bytes) {
    add("pong " + hex(bytes));
  }

  @Override
  public void onClose(int code, String reason) {
    add("close " + code + " " + reason);
  }

  private void add(String event) {
    if (!payload.isEmpty()) {
      events.add(PAYLOAD + payload);
      payload.setLength(0);
    }
    events.add(event);
  }

  static String hex(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return HexFormat.of().formatHex(copy);
  }
}
