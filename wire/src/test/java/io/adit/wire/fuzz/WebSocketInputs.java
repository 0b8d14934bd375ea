package io.adit.wire.fuzz;

import io.adit.wire.websocket.RawFrame;
import io.adit.wire.websocket.WebSocketReader.Role;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** WebSocket frames to one end, right ones and wrong ones; masks are 0 where they must be there. */
final class WebSocketInputs {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int MASK = 0x80fe017f;

  private final Role role;
  private final Map<String, byte[]> inputs = new TreeMap<>();

  private WebSocketInputs(Role role) {
    this.role = role;
  }

  static Map<String, byte[]> of(Role role) {
    WebSocketInputs all = new WebSocketInputs(role);
    all.putLengths();
    all.putSequences();
    all.putBreaches();
    return all.inputs;
  }

  private void putLengths() {
    for (int length : new int[] {0, 1, 2, 125, 126, 127, 65_535, 65_536, 131_076}) {
      put("length-" + length, frame(BINARY, new byte[length]));
    }
    put("length-131077", frame(BINARY, new byte[131_077]).bytes(), 14);
    put("length-of-63-bits", header(0x7f));
    put("length-of-64-bits", header(0xff));
    put("length-125-in-16-bits", frame(BINARY, new byte[125]).withLengthBits(16));
    put("length-126-in-64-bits", frame(BINARY, new byte[126]).withLengthBits(64));
    put("half-a-header", frame(BINARY, new byte[300]).bytes(), 3);
    put("half-a-payload", frame(BINARY, new byte[300]).bytes(), 100);
  }

  private void putSequences() {
    put("masked-payload", frame(BINARY, ascii("payload")).withMaskKey(MASK));
    put("ping-empty", frame(PING));
    put("ping-time", frame(PING, ascii("1764000000000")));
    put("ping-125", frame(PING, new byte[125]));
    put("pong", frame(PONG, ascii("1764000000000")));
    put("close-empty", frame(CLOSE), frame(PING));
    put("close-1000", frame(CLOSE, close(1000, "Tunnel is closed")), frame(PING));
    put("close-1001-no-reason", frame(CLOSE, close(1001, "")));
    put("close-4999-utf-8", frame(CLOSE, close(4999, "サービス")));
    put(
        "control-frames-between-fragments",
        frame(BINARY, ascii("a")).notFinal(),
        frame(PING, ascii("1")),
        frame(CONTINUATION).notFinal(),
        frame(PONG),
        frame(CONTINUATION, ascii("b")),
        frame(BINARY, ascii("c")));
    put("fragments-of-4096", fragments(new byte[64_512 + 20], 4_096));
    put("close-between-fragments", frame(BINARY, ascii("a")).notFinal(), frame(CLOSE));
  }

  private void putBreaches() {
    RawFrame binary = frame(BINARY, ascii("a"));
    put("reserved-bit-1", binary.withReservedBit(0x40));
    put("reserved-bit-2", binary.withReservedBit(0x20));
    put("reserved-bit-3", frame(PING).withReservedBit(0x10));
    put("wrong-mask", binary.withMask(role == Role.CLIENT));
    put("text", frame(TEXT, ascii("a")));
    put("text-between-fragments", binary.notFinal(), frame(TEXT));
    put("opcode-3", frame(3));
    put("opcode-15", frame(15));
    put("continuation-of-nothing", binary, frame(CONTINUATION));
    put("message-inside-a-message", binary.notFinal(), frame(PING), binary);
    put("ping-not-final", frame(PING).notFinal());
    put("ping-126", frame(PING, new byte[126]));
    put("close-126", frame(CLOSE, new byte[126]));
    put("close-1-byte", frame(CLOSE, new byte[] {3}));
    put("close-1005", frame(CLOSE, close(1005, "")));
    put("close-not-utf-8", frame(CLOSE, new byte[] {3, (byte) 0xe8, (byte) 0xed, (byte) 0xa0}));
    put("reserved-bit-behind-payload", binary, binary.withReservedBit(0x40));
  }

  /** A final frame with a mask that changes nothing. */
  private RawFrame frame(int opcode, byte... payload) {
    return RawFrame.to(role, opcode, payload).withMaskKey(0);
  }

  /** The header of a binary frame whose length of 64 bits begins with this byte. */
  private byte[] header(int firstByteOfLength) {
    byte[] header = frame(BINARY, new byte[65_536]).bytes();
    header[2] = (byte) firstByteOfLength;
    return Arrays.copyOf(header, 14);
  }

  private RawFrame[] fragments(byte[] payload, int size) {
    RawFrame[] frames = new RawFrame[(payload.length + size - 1) / size];
    for (int i = 0; i < frames.length; i++) {
      int to = Math.min(payload.length, (i + 1) * size);
      RawFrame frame =
          frame(i == 0 ? BINARY : CONTINUATION, Arrays.copyOfRange(payload, i * size, to));
      frames[i] = to < payload.length ? frame.notFinal() : frame;
    }
    return frames;
  }

  private void put(String name, RawFrame... frames) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (RawFrame frame : frames) {
      stream.writeBytes(frame.bytes());
    }
    inputs.put(name, stream.toByteArray());
  }

  private void put(String name, byte[] stream) {
    inputs.put(name, stream);
  }

  private void put(String name, byte[] stream, int length) {
    inputs.put(name, Arrays.copyOf(stream, length));
  }

  static byte[] close(int code, String reason) {
    byte[] utf8 = reason.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + utf8.length).putShort((short) code).put(utf8).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
