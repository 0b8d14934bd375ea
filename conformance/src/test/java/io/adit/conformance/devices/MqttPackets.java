package io.adit.conformance.devices;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Packets of MQTT 3.1.1 as bytes (chapter 3 of its specification). */
public final class MqttPackets {
  static final int CONNACK = 2;
  static final int PUBLISH = 3;
  static final int SUBACK = 9;

  private static final int PROTOCOL_LEVEL = 4;
  private static final int CLEAN_SESSION = 2;
  private static final int KEEP_ALIVE_SECONDS = 60;

  private MqttPackets() {}

  /** A packet that came. */
  record Packet(int type, int flags, byte[] body) {
    private int u16(int at) {
      return ((body[at] & 0xff) << 8) | (body[at + 1] & 0xff);
    }

    /** Of a PUBLISH with QoS 1. */
    int packetId() {
      return u16(2 + u16(0));
    }

    /** Of a PUBLISH with QoS 1. */
    String payload() {
      int at = 2 + u16(0) + 2;
      return new String(body, at, body.length - at, StandardCharsets.UTF_8);
    }

    static Packet read(DataInputStream in) throws IOException {
      int first = in.readUnsignedByte();
      int length = 0;
      int digit;
      int shift = 0;
      do {
        digit = in.readUnsignedByte();
        length |= (digit & 0x7f) << shift;
        shift += 7;
      } while (digit > 0x7f);
      var body = new byte[length];
      in.readFully(body);
      return new Packet(first >> 4, first & 0x0f, body);
    }
  }

  public static byte[] connect(String clientId, boolean clean) {
    var body = new ByteArrayOutputStream();
    text(body, "MQTT");
    body.write(PROTOCOL_LEVEL);
    body.write(clean ? CLEAN_SESSION : 0);
    u16(body, KEEP_ALIVE_SECONDS);
    text(body, clientId);
    return packet(0x10, body.toByteArray());
  }

  /** With QoS 1. */
  public static byte[] subscribe(String filter) {
    var body = new ByteArrayOutputStream();
    u16(body, 1);
    text(body, filter);
    body.write(1);
    return packet(0x82, body.toByteArray());
  }

  public static byte[] publish(String topic) {
    var body = new ByteArrayOutputStream();
    text(body, topic);
    body.write('x');
    return packet(0x30, body.toByteArray());
  }

  static byte[] acknowledge(int packetId) {
    return packet(0x40, new byte[] {(byte) (packetId >> 8), (byte) packetId});
  }

  /** Any packet, with a length that is right. */
  public static byte[] packet(int first, byte... body) {
    var packet = new ByteArrayOutputStream();
    packet.write(first);
    int length = body.length;
    do {
      packet.write(length > 0x7f ? (length & 0x7f) | 0x80 : length);
      length >>= 7;
    } while (length > 0);
    packet.writeBytes(body);
    return packet.toByteArray();
  }

  private static void u16(ByteArrayOutputStream to, int value) {
    to.write(value >> 8);
    to.write(value);
  }

  private static void text(ByteArrayOutputStream to, String value) {
    var utf8 = value.getBytes(StandardCharsets.UTF_8);
    u16(to, utf8.length);
    to.writeBytes(utf8);
  }
}
