package io.adit.wire.fuzz;

import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.ResetReason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Messages by their bytes, right ones and wrong ones, and frames of them. */
final class MessageInputs {
  private static final HexFormat HEX = HexFormat.of();

  private MessageInputs() {}

  static Map<String, byte[]> messages() {
    Map<String, byte[]> all = new TreeMap<>();
    rightMessages().forEach((name, message) -> all.put(name, encoded(message)));
    rawMessages().forEach((name, hex) -> all.put(name, HEX.parseHex(hex)));
    return all;
  }

  /** Every type as each dialect writes it, and the edges of its fields. */
  private static Map<String, Message> rightMessages() {
    ByteBuffer hi = ByteBuffer.wrap("hi".getBytes(StandardCharsets.US_ASCII));
    ResetReason reason = new ResetReason("127.0.0.1:22 refused");
    Map<String, Message> all = new TreeMap<>();
    all.put("data-v1", new Message.Data(1, "", 0, hi));
    all.put("data-v2", new Message.Data(1, "SSH", 0, hi));
    all.put("data-v3", new Message.Data(1, "SSH", 1, hi));
    all.put("data-64512", new Message.Data(1, "SSH", 1, ByteBuffer.allocate(64_512)));
    all.put("data-64513", new Message.Data(1, "SSH", 1, ByteBuffer.allocate(64_513)));
    all.put("data-empty", new Message.Data(1, "SSH", 1, ByteBuffer.allocate(0)));
    all.put("stream-start-v1", new Message.StreamStart(1, "", 0));
    all.put("stream-start-v2", new Message.StreamStart(1, "SSH", 0));
    all.put("stream-start-v3", new Message.StreamStart(1, "SSH", 1));
    all.put("stream-reset-v1", new Message.StreamReset(1, "", 0));
    all.put("stream-reset-v3", new Message.StreamReset(1, "SSH", 0));
    all.put("stream-reset-reason", new Message.StreamReset(1, "SSH", 0, reason));
    all.put("session-reset", new Message.SessionReset());
    all.put("service-ids", new Message.ServiceIds(List.of("SSH", "HTTP", "サービス")));
    all.put("service-ids-none", new Message.ServiceIds(List.of()));
    all.put("service-ids-empty-name", new Message.ServiceIds(List.of("")));
    all.put("connection-start", new Message.ConnectionStart(1, "SSH", 2));
    all.put("connection-reset", new Message.ConnectionReset(1, "SSH", 2));
    all.put("connection-reset-reason", new Message.ConnectionReset(1, "SSH", 2, reason));
    all.put("delivered", new Message.Delivered(1, "SSH", 1, 65_536));
    all.put("delivered-greatest", new Message.Delivered(1, "SSH", 1, Long.MAX_VALUE));
    all.put("delivered-nothing-v1", new Message.Delivered(1, "", 0, 0));
    all.put("unknown-ignorable", new Message.Unknown(9, true));
    all.put("unknown-not-ignorable", new Message.Unknown(9, false));
    all.put("unknown-negative", new Message.Unknown(-1, true));
    all.put("stream-id-negative", new Message.StreamStart(-1, "SSH", 1));
    all.put("stream-id-least", new Message.StreamStart(Integer.MIN_VALUE, "SSH", 1));
    all.put("stream-id-greatest", new Message.StreamStart(Integer.MAX_VALUE, "SSH", 1));
    all.put("connection-id-greatest", new Message.ConnectionStart(1, "SSH", -1));
    all.put("connection-id-2-31", new Message.ConnectionStart(1, "SSH", Integer.MIN_VALUE));
    all.put("service-id-128", new Message.StreamStart(1, "x".repeat(128), 1));
    return all;
  }

  private static Map<String, String> rawMessages() {
    Map<String, String> all = new TreeMap<>();
    all.put("empty", "");
    all.put("type-0", "0800");
    all.put("type-0-ignorable", "08001801");
    all.put("no-type", "1001");
    all.put("type-of-64-bits", "08818080801010011a00");
    all.put("type-last-wins", "08011001" + "0802");
    all.put("fields-backwards", "38012a0353534822026869" + "10010801");
    all.put("defaults-written", "0801100118002200" + "2a003800");
    all.put("number-in-ten-bytes", "0881808080808080808000" + "1001");
    all.put("number-in-eleven-bytes", "08ffffffffffffffffff8001");
    all.put("number-cut", "0880");
    all.put("ten-bytes-that-overflow", "08ffffffffffffffffff7f");
    all.put("tag-long", "8800" + "01");
    all.put("tag-of-33-bits", "888080801001");
    all.put("field-number-0", "0001");
    all.put("field-number-greatest", "f8ffffff0f01");
    all.put("unknown-field-number", "08011001" + "4001");
    all.put("unknown-field-8-bytes", "08011001" + "410102030405060708");
    all.put("unknown-field-bytes", "08011001" + "4203616263");
    all.put("unknown-field-4-bytes", "08011001" + "4501020304");
    all.put("unknown-field-8-bytes-cut", "08011001" + "4101");
    all.put("group-start", "08011001" + "43");
    all.put("group-end", "08011001" + "44");
    all.put("wire-type-6", "08011001" + "46");
    all.put("wire-type-7", "08011001" + "47");
    all.put("known-field-other-wire-type", "0a0101");
    all.put("payload-cut", "22036869");
    all.put("payload-of-4-gib", "22ffffffff0f00");
    all.put("payload-negative", "22ffffffffffffffffff01");
    all.put("payload-twice", "080110012201612201" + "62");
    all.put("delivered-not-ignorable", "08e9071001" + "220105");
    all.put("delivered-no-total", "08e90710011801");
    all.put("delivered-negative", "08e90710011801" + "220affffffffffffffffff01");
    all.put("service-id-not-utf-8", "080210012a01ff");
    all.put("service-id-overlong-utf-8", "080210012a02c080");
    all.put("service-id-surrogate", "080210012a03eda080");
    all.put("service-ids-not-utf-8", "08053201ff");
    all.put("ignorable-2", "08091802");
    all.put("ignorable-64-bits", "08091880808080808080808001");
    all.put("reset-reason-not-utf-8", "080310012203ff61c3");
    return all;
  }

  static Map<String, byte[]> frames() {
    Map<String, byte[]> all = new TreeMap<>();
    for (int length : new int[] {1, 2, 255, 256, 257, 32_767, 32_768, 65_535}) {
      all.put("length-" + length, joined(framed(new byte[length]), framed(new byte[] {7})));
    }
    all.put("length-0", new byte[2]);
    all.put("length-0-behind-a-message", joined(framed(new byte[] {7}), new byte[2]));
    all.put("length-first-byte", new byte[] {1});
    all.put("length-alone", new byte[] {0, 5});
    all.put("message-cut", new byte[] {0, 5, 1, 2});
    all.put("longest-cut", new byte[] {-1, -1, 1});
    all.put("empty", new byte[0]);
    all.put("many", joined(framed(new byte[3]), framed(new byte[1]), framed(new byte[9])));
    return all;
  }

  static byte[] encoded(Message message) {
    ByteBuffer out = ByteBuffer.allocate(MessageCodec.encodedSize(message));
    MessageCodec.encode(message, out);
    return out.array();
  }

  static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(2 + message.length)
        .putShort((short) message.length)
        .put(message)
        .array();
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
