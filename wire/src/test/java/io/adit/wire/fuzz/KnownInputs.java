package io.adit.wire.fuzz;

import io.adit.wire.Subprotocol;
import io.adit.wire.websocket.WebSocketReader.Role;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The inputs that were thought of: every kind of message in every dialect, and the edges of lengths
 * and numbers. They stand in the tree too, as files, where any fuzzer finds them.
 */
final class KnownInputs {
  private KnownInputs() {}

  /** The inputs of a target by their names; none where random ones are as good. */
  static Map<String, byte[]> of(String target) {
    return switch (target) {
      case "websocket-server" -> WebSocketInputs.of(Role.SERVER);
      case "websocket-client" -> WebSocketInputs.of(Role.CLIENT);
      case "codec" -> MessageInputs.messages();
      case "frames" -> MessageInputs.frames();
      case "receive-path" -> ReceivePathInputs.all();
      case "texts" -> texts();
      case "control-frames" -> controlFrames();
      default -> Map.of();
    };
  }

  private static Map<String, byte[]> texts() {
    Map<String, byte[]> texts = new TreeMap<>();
    for (Subprotocol each : Subprotocol.values()) {
      texts.put(each.wireName(), text(each.wireName()));
    }
    texts.put("several-subprotocols", text("other,aws.iot.securetunneling-1.0," + "x"));
    texts.put("client-token-uuid", text("0f8fad5b-d9cb-469f-a165-70867728950e"));
    texts.put("client-token-31", text("a".repeat(31)));
    texts.put("client-token-32", text("Z".repeat(32)));
    texts.put("client-token-128", text("9".repeat(128)));
    texts.put("client-token-129", text("-".repeat(129)));
    texts.put("mode-source", text("source"));
    texts.put("mode-destination", text("destination"));
    texts.put("extensions", text("other, reset-reasons"));
    texts.put("reason-256-bytes", text("ß".repeat(128)));
    texts.put("reason-cut-in-a-character", text("ab" + "\u30b5".repeat(85)));
    texts.put("reason-with-controls", text("\u001b[31m\r\n\u202e \u2028x"));
    texts.put("half-of-a-pair", new byte[] {2, (byte) 0xd8, 0x3d, 0, 'x', (byte) 0xdd, 0x11});
    texts.put("latin-1", new byte[] {1, (byte) 0xe9, (byte) 0x85, (byte) 0xa0});
    return texts;
  }

  private static byte[] text(String utf8) {
    return ("\0" + utf8).getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, byte[]> controlFrames() {
    Map<String, byte[]> inputs = new TreeMap<>();
    for (int code : new int[] {999, 1000, 1001, 1004, 1005, 1006, 1014, 1015, 2999, 3000, 4999}) {
      inputs.put("code-" + code, WebSocketInputs.close(code, "Tunnel is closed"));
    }
    inputs.put("reason-123", WebSocketInputs.close(1000, "x".repeat(123)));
    inputs.put("reason-124", WebSocketInputs.close(1000, "x".repeat(124)));
    inputs.put("reason-cut-in-a-character", WebSocketInputs.close(1000, "サービス".repeat(12)));
    return inputs;
  }
}
