package io.adit.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.NotifyMessage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a device may do: hear of its own tunnels. */
class SubscribingTest {
  private static final int NOT_AUTHORIZED = 0x87;
  private static final int TOPIC_ALIAS_INVALID = 0x94;
  private static final int MESSAGE_RATE_TOO_HIGH = 0x96;

  @TempDir Path folder;
  private GatewayFixture fixture;
  private TestDevices.Identity pump;

  @BeforeEach
  void start() throws Exception {
    fixture = new GatewayFixture(folder);
    pump = fixture.devices.add("pump");
    fixture.devices.add("valve");
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$aws/things/valve/tunnels/notify",
        "$aws/things/+/tunnels/notify",
        "$aws/things/#",
        "$aws/#",
        "#",
        "+/things/pump/tunnels/notify",
        "$aws/things/pump/#",
        "$aws/things/pump/tunnels/+",
        "$aws/things/pump/tunnels/notify/",
        "$aws/things/pump/tunnels/notify/#",
        "$share/group/$aws/things/pump/tunnels/notify",
        "$aws/things/PUMP/tunnels/notify",
        "aws/things/pump/tunnels/notify",
        "$SYS/#"
      })
  void anyOtherFilterIsRefused(String filter) throws Exception {
    try (TestDevice old = fixture.device(pump, 4);
        TestDevice current = fixture.device(pump, 5)) {
      assertThat(old.connected("old").subscribe(filter, 1)).isEqualTo(0x80);
      assertThat(current.connected("current").subscribe(filter, 1)).isEqualTo(NOT_AUTHORIZED);

      fixture.openTunnel("pump");
      fixture.openTunnel("valve");

      old.hearsNothing();
      current.hearsNothing();
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "2, 1"})
  void itsOwnTopicIsGrantedWithQosOneAtMost(int wished, int granted) throws Exception {
    try (TestDevice device = fixture.device(pump, 4)) {
      device.connected("pump");

      assertThat(device.subscribe(NotifyMessage.topic("pump"), wished)).isEqualTo(granted);
    }
  }

  @Test
  void ofSeveralFiltersEachIsAnswered() throws Exception {
    try (TestDevice device = fixture.device(pump, 5)) {
      device.connected("pump");
      device.send(
          MqttPackets.subscribe(
              5, 9, 1, MqttPackets.NONE, "#", NotifyMessage.topic("pump"), "$aws/things/x/#"));

      TestDevice.Packet answer = device.expect(MqttPackets.SUBACK);

      assertThat(answer.body())
          .containsExactly(0, 9, 0, (byte) NOT_AUTHORIZED, 1, (byte) NOT_AUTHORIZED);
    }
  }

  @Test
  void aCertificateOfTwoThingsHearsOfBoth() throws Exception {
    fixture.devices.attach(pump, "gauge");
    try (TestDevice device = fixture.device(pump, 5)) {
      device.connected("twin").subscribed("pump").subscribed("gauge");

      fixture.openTunnel("gauge");
      assertThat(device.told().topic()).isEqualTo(NotifyMessage.topic("gauge"));
      fixture.openTunnel("pump");
      assertThat(device.told().topic()).isEqualTo(NotifyMessage.topic("pump"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void whoUnsubscribesIsToldNothingMore(int version) throws Exception {
    try (TestDevice device = fixture.device(pump, version)) {
      device.connected("pump").subscribed("pump");

      device.send(MqttPackets.unsubscribe(version, 5, NotifyMessage.topic("pump")));
      TestDevice.Packet answer = device.expect(MqttPackets.UNSUBACK);
      fixture.openTunnel("pump");

      assertThat(answer.u16(0)).isEqualTo(5);
      device.hearsNothing();
    }
  }

  /** MQTT 5, section 3.8.2.1.2. */
  @Test
  void theNumberOfASubscriptionComesWithItsMessages() throws Exception {
    byte[] number = {0x0b, 42};
    try (TestDevice device = fixture.device(pump, 5)) {
      device.connected("pump");
      device.send(MqttPackets.subscribe(5, 3, 1, number, NotifyMessage.topic("pump")));
      device.expect(MqttPackets.SUBACK);

      fixture.openTunnel("pump");

      assertThat(device.told().properties()).containsExactly(0x0b, 42);
    }
  }

  /** Clients need not wait for CONNACK (MQTT 3.1.1 and 5, section 3.1.4). */
  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void packetsThatFollowConnectAtOnceAreAnswered(int version) throws Exception {
    String topic = NotifyMessage.topic("pump");
    try (TestDevice device = fixture.device(pump, version)) {
      device.send(
          MqttPackets.body()
              .raw(MqttPackets.connect(version, "hasty", true, 60, MqttPackets.NONE))
              .raw(MqttPackets.subscribe(version, 1, 1, MqttPackets.NONE, topic))
              .raw(MqttPackets.PINGREQ)
              .bytes());

      assertThat(device.expect(MqttPackets.CONNACK).u8(1)).isZero();
      device.expect(MqttPackets.SUBACK);
      device.expect(MqttPackets.PINGRESP);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 4", "2, 5"})
  void publishingWithMqttFiveIsAnsweredWithARefusal(int qos, int answerType) throws Exception {
    try (TestDevice device = fixture.device(pump, 5);
        TestDevice other = fixture.device(pump, 5)) {
      other.connected("other").subscribed("pump");
      device.connected("pump");

      device.send(MqttPackets.publish(5, 11, qos, MqttPackets.NONE, NotifyMessage.topic("pump")));

      TestDevice.Packet answer = device.expect(answerType);
      assertThat(answer.u16(0)).isEqualTo(11);
      assertThat(answer.u8(2)).isEqualTo(NOT_AUTHORIZED);
      other.hearsNothing();
      device.hearsNothing();
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 0", "4, 1", "4, 2"})
  void publishingWithoutAWayToRefuseEndsTheConnection(int version, int qos) throws Exception {
    try (TestDevice device = fixture.device(pump, version);
        TestDevice other = fixture.device(pump, 4)) {
      other.connected("other").subscribed("pump");
      device.connected("pump");

      device.send(
          MqttPackets.publish(version, 11, qos, MqttPackets.NONE, NotifyMessage.topic("pump")));

      assertThat(device.end()).isNull();
      other.hearsNothing();
    }
  }

  @Test
  void whoPublishesWithQosZeroIsToldWhyItIsDisconnected() throws Exception {
    try (TestDevice device = fixture.device(pump, 5)) {
      device.connected("pump");

      device.send(MqttPackets.publish(5, 0, 0, MqttPackets.NONE, "any/topic"));

      assertThat(device.end()).isEqualTo(NOT_AUTHORIZED);
    }
  }

  @Test
  void whoKeepsPublishingIsDisconnected() throws Exception {
    try (TestDevice device = fixture.device(pump, 5)) {
      device.connected("pump");

      for (int i = 1; i <= 21; i++) {
        device.send(MqttPackets.publish(5, i, 1, MqttPackets.NONE, "any/topic"));
      }

      assertThat(device.end()).isEqualTo(MESSAGE_RATE_TOO_HIGH);
    }
  }

  @ParameterizedTest
  @CsvSource({"4", "5"})
  void whoKeepsSubscribingToWhatItMayNotIsDisconnected(int version) throws Exception {
    try (TestDevice device = fixture.device(pump, version)) {
      device.connected("pump").subscribed("pump");
      for (int i = 1; i <= 20; i++) {
        assertThat(device.subscribe("others/" + i, 1)).isGreaterThanOrEqualTo(0x80);
      }
      device.hearsNothing();

      device.send(MqttPackets.subscribe(version, 99, 1, MqttPackets.NONE, "others/21"));

      assertThat(device.end()).isEqualTo(version == 5 ? MESSAGE_RATE_TOO_HIGH : null);
    }
  }

  @Test
  void aTopicAliasIsRefusedSinceNoneWasOffered() throws Exception {
    byte[] alias = {0x23, 0, 7};
    try (TestDevice device = fixture.device(pump, 5)) {
      device.connected("pump");

      device.send(MqttPackets.publish(5, 1, 1, alias, "any/topic"));

      assertThat(device.end()).isEqualTo(TOPIC_ALIAS_INVALID);
    }
  }
}
