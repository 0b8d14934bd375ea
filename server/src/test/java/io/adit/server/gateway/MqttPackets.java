package io.adit.server.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** MQTT packets as bytes, written by hand (MQTT 3.1.1 and 5, chapter 3). */
final class MqttPackets {
  static final int CONNACK = 2;
  static final int PUBLISH = 3;
  static final int PUBACK = 4;
  static final int PUBREC = 5;
  static final int SUBACK = 9;
  static final int UNSUBACK = 11;
  static final int PINGRESP = 13;
  static final int DISCONNECT = 14;

  static final byte[] NONE = {};
  static final byte[] PINGREQ = {(byte) 0xc0, 0};
  static final byte[] GOODBYE = {(byte) 0xe0, 0};

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private MqttPackets() {}

  static MqttPackets body() {
    return new MqttPackets();
  }

  MqttPackets u8(int value) {
    bytes.write(value);
    return this;
  }

  MqttPackets u16(int value) {
    return u8(value >> 8).u8(value & 0xff);
  }

  MqttPackets u32(long value) {
    return u16((int) (value >> 16)).u16((int) (value & 0xffff));
  }

  MqttPackets text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return u16(utf8.length).raw(utf8);
  }

  MqttPackets raw(byte[] value) {
    bytes.writeBytes(value);
    return this;
  }

  /** Properties with their length, which is below 128 in all tests. */
  MqttPackets properties(byte[] value) {
    return u8(value.length).raw(value);
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  /** With the fixed header of this type. */
  byte[] packet(int firstByte) {
    var header = new ByteArrayOutputStream();
    header.write(firstByte);
    int length = bytes.size();
    do {
      int digit = length % 128;
      length /= 128;
      header.write(length > 0 ? digit | 0x80 : digit);
    } while (length > 0);
    header.writeBytes(bytes.toByteArray());
    return header.toByteArray();
  }

  /**
   * @param version 4 is MQTT 3.1.1, 5 is MQTT 5
   */
  static byte[] connect(
      int version, String clientId, boolean clean, int keepAliveSeconds, byte[] properties) {
    MqttPackets body = body().text("MQTT").u8(version).u8(clean ? 2 : 0).u16(keepAliveSeconds);
    if (version == 5) {
      body.properties(properties);
    }
    return body.text(clientId).packet(0x10);
  }

  static byte[] subscribe(
      int version, int packetId, int qos, byte[] properties, String... filters) {
    MqttPackets body = body().u16(packetId);
    if (version == 5) {
      body.properties(properties);
    }
    for (String filter : filters) {
      body.text(filter).u8(qos);
    }
    return body.packet(0x82);
  }

  static byte[] unsubscribe(int version, int packetId, String filter) {
    MqttPackets body = body().u16(packetId);
    if (version == 5) {
      body.properties(NONE);
    }
    return body.text(filter).packet(0xa2);
  }

  static byte[] publish(int version, int packetId, int qos, byte[] properties, String topic) {
    MqttPackets body = body().text(topic);
    if (qos > 0) {
      body.u16(packetId);
    }
    if (version == 5) {
      body.properties(properties);
    }
    return body.raw(new byte[] {'x'}).packet(0x30 | qos << 1);
  }

  static byte[] puback(int packetId) {
    return body().u16(packetId).packet(0x40);
  }
}
