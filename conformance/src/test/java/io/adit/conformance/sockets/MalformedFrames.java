package io.adit.conformance.sockets;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What no source may send after its handshake with subprotocol 3.0, to a tunnel of service SSH. */
public final class MalformedFrames {
  private MalformedFrames() {}

  /** Bytes as they go over the wire. */
  public static List<Malformed> all() {
    var all = new ArrayList<Malformed>();
    raw(all, "a frame that is not masked", "82 02 00 00");
    raw(all, "a reserved bit", "c2 80 01020304");
    raw(all, "an unknown data opcode", "83 80 01020304");
    raw(all, "an unknown control opcode", "8b 80 01020304");
    raw(all, "a continuation of nothing", "80 80 01020304");
    raw(all, "a text frame", "81 81 01020304 60");
    raw(all, "a new message within one", "02 81 01020304 00 82 81 01020304 00");
    raw(all, "a ping in two fragments", "09 80 01020304");
    raw(all, "a ping of 126 bytes", "89 fe 007e 01020304");
    raw(all, "a close frame of one byte", "88 81 01020304 00");
    raw(all, "a frame of 131077 bytes", "82 ff 0000000000020005 01020304");
    raw(all, "a frame of 2^63 bytes", "82 ff 8000000000000000 01020304");
    message(all, "an empty message", "");
    message(all, "a message that is no protobuf", "ff ff ff ff ff");
    message(all, "a field that is not of the protocol", "08 01 10 01 42 01 61");
    message(all, "a type that is unknown and not ignorable", "08 63 10 01");
    message(all, "SESSION_RESET from a client", "08 04");
    message(all, "SERVICE_IDS from a client", "08 05 32 03 535348");
    message(all, "STREAM_START without a stream id", "08 02 2a 03 535348 38 01");
    message(all, "STREAM_START for another service", "08 02 10 01 2a 03 464f4f 38 01");
    message(all, "DATA before any STREAM_START", "08 01 10 01 22 01 61 2a 03 535348 38 01");
    message(all, "CONNECTION_START before any STREAM_START", "08 06 10 01 2a 03 535348 38 02");
    message(all, "a field of the wrong wire type", "0d 01 00 00 00");
    message(all, "a length beyond the message", "08 01 10 01 22 7f 61");
    return List.copyOf(all);
  }

  private static void raw(List<Malformed> all, String name, String hex) {
    all.add(new Malformed(name, bytes(hex)));
  }

  /** In a frame of the tunnel and a WebSocket frame that are both good. */
  private static void message(List<Malformed> all, String name, String hex) {
    var message = bytes(hex);
    var payload = ByteBuffer.allocate(2 + message.length);
    payload.putShort((short) message.length).put(message);
    all.add(new Malformed(name, Link.frame(Link.BINARY, payload.array())));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
