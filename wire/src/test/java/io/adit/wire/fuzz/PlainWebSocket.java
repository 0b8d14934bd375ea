package io.adit.wire.fuzz;

import io.adit.wire.WireLimits;
import io.adit.wire.WireViolation.Kind;
import io.adit.wire.websocket.WebSocketReader.Role;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * RFC 6455 once more, for a stream that lies whole in memory and without a thought for speed: the
 * judge of the reader. It is written by the text of sections 5 and 7, not by the reader's code.
 */
final class PlainWebSocket {
  private final Role role;
  private final byte[] stream;
  private final Transcript transcript = new Transcript();
  private final Set<Kind> broken = EnumSet.noneOf(Kind.class);
  private int at;
  private boolean messageBegun;

  private PlainWebSocket(Role role, byte[] stream) {
    this.role = role;
    this.stream = stream;
  }

  static PlainWebSocket read(Role role, byte[] stream) {
    PlainWebSocket reader = new PlainWebSocket(role, stream);
    boolean more = true;
    while (more) {
      more = reader.readFrame();
    }
    return reader;
  }

  /** What is handed out. */
  Transcript transcript() {
    return transcript;
  }

  /** The kinds of the rules that the last frame breaks; empty where all was right. */
  Set<Kind> broken() {
    return broken;
  }

  /** False when there is no whole frame any more, or no reason to read on. */
  private boolean readFrame() {
    if (stream.length - at < 2) {
      return false;
    }
    int first = stream[at] & 0xff;
    int second = stream[at + 1] & 0xff;
    boolean masked = second >= 128;
    int lengthBytes = second % 128 == 127 ? 8 : second % 128 == 126 ? 2 : 0;
    int headerBytes = 2 + lengthBytes + (masked ? 4 : 0);
    if (stream.length - at < headerBytes) {
      return false;
    }
    long length = second % 128;
    if (lengthBytes > 0) {
      length = unsigned(at + 2, lengthBytes);
    }
    byte[] mask = new byte[4];
    if (masked) {
      mask = Arrays.copyOfRange(stream, at + 2 + lengthBytes, at + headerBytes);
    }
    judge(first, masked, lengthBytes, length);
    if (!broken.isEmpty()) {
      return false;
    }
    at += headerBytes;
    return takePayload(first, (int) length, mask);
  }

  /** A length of 64 bits with the first bit set stays negative. */
  private long unsigned(int from, int bytes) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value * 256 + (stream[from + i] & 0xff);
    }
    return value;
  }

  private void judge(int first, boolean masked, int lengthBytes, long length) {
    boolean fin = first >= 128;
    int opcode = first % 16;
    boolean control = opcode == 8 || opcode == 9 || opcode == 10;
    must(first / 16 % 8 == 0, Kind.WEBSOCKET);
    must(masked == (role == Role.SERVER), Kind.WEBSOCKET);
    must(opcode <= 2 || control, Kind.WEBSOCKET);
    must(opcode != 1, Kind.NOT_BINARY);
    must(length >= 0 && length <= WireLimits.MAX_WEBSOCKET_PAYLOAD_BYTES, Kind.TOO_LARGE);
    must(lengthBytes != 2 || length > 125, Kind.WEBSOCKET);
    must(lengthBytes != 8 || length > 65_535 || length < 0, Kind.WEBSOCKET);
    must(opcode != 0 || messageBegun, Kind.WEBSOCKET);
    must(opcode != 2 || !messageBegun, Kind.WEBSOCKET);
    must(!control || (fin && length >= 0 && length <= 125), Kind.WEBSOCKET);
  }

  private void must(boolean kept, Kind kind) {
    if (!kept) {
      broken.add(kind);
    }
  }

  private boolean takePayload(int first, int length, byte[] mask) {
    int there = Math.min(length, stream.length - at);
    byte[] payload = Arrays.copyOfRange(stream, at, at + there);
    for (int i = 0; i < there; i++) {
      payload[i] ^= mask[i % 4];
    }
    at += there;
    int opcode = first % 16;
    if (opcode <= 2) {
      messageBegun = first < 128;
      transcript.onPayload(ByteBuffer.wrap(payload));
    } else if (there == length) {
      takeControl(opcode, payload);
    }
    return there == length && opcode != 8;
  }

  private void takeControl(int opcode, byte[] payload) {
    switch (opcode) {
      case 9 -> transcript.onPing(ByteBuffer.wrap(payload));
      case 10 -> transcript.onPong(ByteBuffer.wrap(payload));
      default -> takeClose(payload);
    }
  }

  private void takeClose(byte[] payload) {
    if (payload.length == 0) {
      transcript.onClose(1005, "");
      return;
    }
    int code = payload.length == 1 ? -1 : (payload[0] & 0xff) * 256 + (payload[1] & 0xff);
    must(isSendable(code), Kind.WEBSOCKET);
    if (broken.isEmpty()) {
      try {
        ByteBuffer utf8 = ByteBuffer.wrap(payload, 2, payload.length - 2);
        transcript.onClose(code, StandardCharsets.UTF_8.newDecoder().decode(utf8).toString());
      } catch (CharacterCodingException e) {
        must(false, Kind.WEBSOCKET);
      }
    }
  }

  /**
   * Section 7.4 and IANA's registry: 1004 is reserved, 1005, 1006 and 1015 are never on the wire.
   */
  static boolean isSendable(int code) {
    boolean registered =
        code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
    return registered || (code >= 3000 && code <= 4999);
  }
}
