package io.adit.wire.fuzz;

import static io.adit.wire.fuzz.MessageInputs.encoded;
import static io.adit.wire.fuzz.MessageInputs.framed;
import static io.adit.wire.fuzz.MessageInputs.joined;
import static io.adit.wire.fuzz.WebSocketInputs.BINARY;
import static io.adit.wire.fuzz.WebSocketInputs.CLOSE;
import static io.adit.wire.fuzz.WebSocketInputs.CONTINUATION;
import static io.adit.wire.fuzz.WebSocketInputs.PING;

import io.adit.wire.Message;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import io.adit.wire.websocket.RawFrame;
import io.adit.wire.websocket.WebSocketReader.Role;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Links as official clients make them, from the first byte behind the handshake. */
final class ReceivePathInputs {
  private static final List<String> SSH = List.of("SSH");

  private ReceivePathInputs() {}

  static Map<String, byte[]> all() {
    Map<String, byte[]> all = new TreeMap<>();
    for (Subprotocol subprotocol : Subprotocol.values()) {
      String version = subprotocol.name().toLowerCase(Locale.ROOT).replace('_', '-');
      all.put("source-" + version, source(subprotocol));
      all.put("destination-" + version, destination(subprotocol));
    }
    all.put("source-v3-told-v1", link(Side.SOURCE, Subprotocol.V3, start("", 0), data("", 0)));
    all.put("source-v3-told-v2", link(Side.SOURCE, Subprotocol.V3, start("SSH", 0)));
    Message tooLong = new Message.Data(1, "SSH", 1, ByteBuffer.allocate(64_513));
    all.put("data-64513", link(Side.SOURCE, Subprotocol.V3, start("SSH", 1), tooLong));
    all.put("fragments-of-4096", fragments());
    all.put("message-over-frames", overFrames());
    all.put("messages-in-one-frame", inOneFrame());
    all.put("close-behind-half-a-message", closeInAMessage());
    return all;
  }

  private static byte[] source(Subprotocol subprotocol) {
    String service = subprotocol.newestDialect().namesServices() ? "SSH" : "";
    int connection = subprotocol.newestDialect().namesConnections() ? 1 : 0;
    Message[] more =
        connection == 0
            ? new Message[] {}
            : new Message[] {
              new Message.ConnectionStart(1, service, 2),
              data(service, 2),
              new Message.ConnectionReset(1, service, 2)
            };
    return joined(
        link(Side.SOURCE, subprotocol, start(service, connection), data(service, connection)),
        webSocket(more),
        webSocket(new Message.StreamReset(1, service, 0), new Message.StreamStart(2, service, 1)),
        frame(CLOSE, WebSocketInputs.close(1000, "")));
  }

  private static byte[] destination(Subprotocol subprotocol) {
    String service = subprotocol.newestDialect().namesServices() ? "SSH" : "";
    return link(
        Side.DESTINATION, subprotocol, data(service, 0), new Message.StreamReset(1, service, 0));
  }

  /** The official client's: each message is cut, at 4,096 bytes. */
  private static byte[] fragments() {
    byte[] message = framed(encoded(new Message.Data(1, "SSH", 1, ByteBuffer.allocate(64_512))));
    byte[] stream = link(Side.SOURCE, Subprotocol.V3, start("SSH", 1));
    for (int from = 0; from < message.length; from += 4_096) {
      int to = Math.min(message.length, from + 4_096);
      RawFrame frame =
          RawFrame.to(
              Role.SERVER,
              from == 0 ? BINARY : CONTINUATION,
              Arrays.copyOfRange(message, from, to));
      stream = joined(stream, (to < message.length ? frame.notFinal() : frame).bytes());
    }
    return stream;
  }

  private static byte[] overFrames() {
    byte[] message = framed(encoded(start("SSH", 1)));
    return joined(
        link(Side.SOURCE, Subprotocol.V3),
        frame(BINARY, Arrays.copyOf(message, 1)),
        frame(PING),
        frame(BINARY, Arrays.copyOfRange(message, 1, 5)),
        frame(BINARY),
        frame(BINARY, Arrays.copyOfRange(message, 5, message.length)));
  }

  private static byte[] inOneFrame() {
    return joined(
        link(Side.SOURCE, Subprotocol.V3),
        frame(BINARY, joined(framed(encoded(start("SSH", 1))), framed(encoded(data("SSH", 1))))));
  }

  private static byte[] closeInAMessage() {
    return joined(
        link(Side.SOURCE, Subprotocol.V3),
        frame(BINARY, new byte[] {0, 9, 8, 1}),
        frame(CLOSE, WebSocketInputs.close(1001, "going away")));
  }

  private static Message start(String service, int connection) {
    return new Message.StreamStart(1, service, connection);
  }

  private static Message data(String service, int connection) {
    byte[] text = "SSH-2.0-OpenSSH".getBytes(StandardCharsets.US_ASCII);
    return new Message.Data(1, service, connection, ByteBuffer.wrap(text));
  }

  /** The setting, the first ping and the messages. */
  private static byte[] link(Side sender, Subprotocol subprotocol, Message... messages) {
    byte[] setting = {new LinkSetting(sender, subprotocol, SSH).bits()};
    byte[] ping = frame(PING, "1764000000000".getBytes(StandardCharsets.US_ASCII));
    return joined(setting, ping, webSocket(messages));
  }

  private static byte[] webSocket(Message... messages) {
    return joined(
        Arrays.stream(messages)
            .map(message -> frame(BINARY, framed(encoded(message))))
            .toArray(byte[][]::new));
  }

  private static byte[] frame(int opcode, byte... payload) {
    return RawFrame.to(Role.SERVER, opcode, payload).withMaskKey(0).bytes();
  }
}
