package io.adit.server.gateway;

import io.adit.server.testing.RawConnection;
import io.adit.wire.NotifyMessage;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A device on a socket of its own, which sends what the test says and nothing by itself. */
final class TestDevice implements AutoCloseable {

  /** A packet that came from the gateway. */
  record Packet(int type, int flags, byte[] body) {
    int u8(int at) {
      return body[at] & 0xff;
    }

    int u16(int at) {
      return u8(at) << 8 | u8(at + 1);
    }
  }

  /** A PUBLISH that came. */
  record Told(
      String topic,
      int qos,
      boolean duplicate,
      boolean retained,
      int packetId,
      byte[] properties,
      byte[] payload) {
    NotifyMessage message() {
      return NotifyMessage.parse(payload);
    }
  }

  private final int version;
  private final RawConnection connection;

  TestDevice(RawConnection connection, int version) {
    this.connection = connection;
    this.version = version;
  }

  int version() {
    return version;
  }

  TestDevice send(byte[] packet) throws IOException {
    connection.send(packet);
    return this;
  }

  /** Connects and returns the CONNACK's body. */
  Packet connect(String clientId, boolean clean, byte[] properties) throws IOException {
    send(MqttPackets.connect(version, clientId, clean, 60, properties));
    return expect(MqttPackets.CONNACK);
  }

  TestDevice connected(String clientId) throws IOException {
    Packet answer = connect(clientId, true, MqttPackets.NONE);
    if (answer.u8(1) != 0) {
      throw new IOException("CONNACK " + answer.u8(1));
    }
    return this;
  }

  /** Subscribes and returns the reason code. */
  int subscribe(String filter, int qos) throws IOException {
    send(MqttPackets.subscribe(version, 7, qos, MqttPackets.NONE, filter));
    Packet answer = expect(MqttPackets.SUBACK);
    return answer.u8(answer.body().length - 1);
  }

  /** Subscribes to a thing's notify topic with QoS 1, which must be granted. */
  TestDevice subscribed(String thingName) throws IOException {
    int answer = subscribe(NotifyMessage.topic(thingName), 1);
    if (answer != 1) {
      throw new IOException("SUBACK " + answer);
    }
    return this;
  }

  Packet expect(int type) throws IOException {
    Packet packet = next();
    if (packet.type() != type) {
      throw new IOException("packet " + packet.type() + " came instead of " + type);
    }
    return packet;
  }

  Packet next() throws IOException {
    int first = connection.read(1)[0] & 0xff;
    int length = 0;
    int shift = 0;
    int digit;
    do {
      digit = connection.read(1)[0] & 0xff;
      length |= (digit & 0x7f) << shift;
      shift += 7;
    } while ((digit & 0x80) != 0);
    return new Packet(first >> 4, first & 0x0f, connection.read(length));
  }

  /** What the gateway tells next. */
  Told told() throws IOException {
    Packet packet = expect(MqttPackets.PUBLISH);
    byte[] body = packet.body();
    int topicLength = packet.u16(0);
    int at = 2 + topicLength;
    int qos = packet.flags() >> 1 & 3;
    int packetId = 0;
    if (qos > 0) {
      packetId = packet.u16(at);
      at += 2;
    }
    byte[] properties = {};
    if (version == 5) {
      int length = packet.u8(at);
      properties = Arrays.copyOfRange(body, at + 1, at + 1 + length);
      at += 1 + length;
    }
    return new Told(
        new String(body, 2, topicLength, java.nio.charset.StandardCharsets.UTF_8),
        qos,
        (packet.flags() & 8) != 0,
        (packet.flags() & 1) != 0,
        packetId,
        properties,
        Arrays.copyOfRange(body, at, body.length));
  }

  /** Nothing was sent before the answer to this ping. */
  TestDevice hearsNothing() throws IOException {
    send(MqttPackets.PINGREQ);
    expect(MqttPackets.PINGRESP);
    return this;
  }

  /** The reason code of a DISCONNECT packet, or null where the connection just ends. */
  @Nullable Integer end() throws IOException {
    Integer reason = null;
    while (true) {
      Packet packet;
      try {
        packet = next();
      } catch (IOException e) {
        return reason;
      }
      if (packet.type() == MqttPackets.DISCONNECT) {
        reason = packet.body().length == 0 ? 0 : packet.u8(0);
      }
    }
  }

  /** Waits so long for the gateway to end the connection, and returns whether it did. */
  boolean isCutWithin(int millis) throws IOException {
    return connection.isCutWithin(millis);
  }

  /** Has nothing more to say. */
  void shutDown() throws IOException {
    connection.shutDownOutput();
  }

  void cut() throws IOException {
    connection.cut();
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
