package io.adit.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.tunnel.ClientMode;
import io.adit.server.tunnel.OpenedTunnel;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a device with a session finds when it is back, where nothing is told anew. */
class SessionTest {
  private static final byte[] AN_HOUR = MqttPackets.body().u8(0x11).u32(3_600).bytes();

  @TempDir Path folder;
  private GatewayFixture fixture;
  private TestDevices.Identity pump;

  @BeforeEach
  void start() throws Exception {
    fixture =
        new GatewayFixture(
            folder,
            usual ->
                new GatewayOptions(
                    usual.bindHost(), usual.port(), usual.region(), false, usual.limits()));
    pump = fixture.devices.add("pump");
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void whatWasNotAcknowledgedComesAgainWithItsPacketId(int version) throws Exception {
    OpenedTunnel opened;
    int packetId;
    try (TestDevice device = kept(version)) {
      device.subscribed("pump");
      opened = fixture.openTunnel("pump");
      packetId = device.told().packetId();
    }
    fixture.awaitConnections(0);

    try (TestDevice device = fixture.device(pump, version)) {
      TestDevice.Packet answer = device.connect("agent", false, kept5(version));
      TestDevice.Told again = device.told();

      assertThat(answer.u8(0)).as("session present").isEqualTo(1);
      assertThat(again.duplicate()).isTrue();
      assertThat(again.packetId()).isEqualTo(packetId);
      assertThat(again.message().clientAccessToken()).isEqualTo(opened.destination());
    }
  }

  @Test
  void whatWasAcknowledgedDoesNot() throws Exception {
    try (TestDevice device = kept(4)) {
      device.subscribed("pump");
      fixture.openTunnel("pump");
      device.send(MqttPackets.puback(device.told().packetId())).hearsNothing();
    }
    fixture.awaitConnections(0);

    try (TestDevice device = kept(4)) {
      device.hearsNothing();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void whatHappenedMeanwhileIsToldOnReturn(int version) throws Exception {
    try (TestDevice device = kept(version)) {
      device.subscribed("pump");
    }
    fixture.awaitConnections(0);
    OpenedTunnel first = fixture.openTunnel("pump");
    OpenedTunnel second = fixture.openTunnel("pump");

    try (TestDevice device = kept(version)) {
      TestDevice.Told one = device.told();
      TestDevice.Told two = device.told();

      assertThat(one.duplicate()).isFalse();
      assertThat(one.message().clientAccessToken()).isEqualTo(first.destination());
      assertThat(two.message().clientAccessToken()).isEqualTo(second.destination());
    }
  }

  @Test
  void aTokenThatIsGoodForNothingByThenIsNotTold() throws Exception {
    try (TestDevice device = kept(4)) {
      device.subscribed("pump");
    }
    fixture.awaitConnections(0);
    String closed = fixture.openTunnel("pump").tunnel().tunnelId();
    String rotated = fixture.openTunnel("pump").tunnel().tunnelId();
    fixture.registry().close(closed, false);
    fixture.registry().rotate(rotated, ClientMode.DESTINATION, null);

    try (TestDevice device = kept(4)) {
      device.hearsNothing();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void aCleanStartForgetsTheSession(int version) throws Exception {
    try (TestDevice device = kept(version)) {
      device.subscribed("pump");
    }
    fixture.awaitConnections(0);
    fixture.openTunnel("pump");

    try (TestDevice device = fixture.device(pump, version)) {
      assertThat(device.connect("agent", true, MqttPackets.NONE).u8(0)).isZero();
      device.hearsNothing();
    }
    fixture.awaitConnections(0);
    try (TestDevice device = fixture.device(pump, version)) {
      assertThat(device.connect("agent", false, kept5(version)).u8(0)).isZero();
    }
  }

  @Test
  void aSessionThatIsTakenOverGoesOnAtItsNewConnection() throws Exception {
    try (TestDevice first = kept(4)) {
      first.subscribed("pump");
      fixture.openTunnel("pump");
      int packetId = first.told().packetId();

      try (TestDevice second = fixture.device(pump, 4)) {
        assertThat(second.connect("agent", false, MqttPackets.NONE).u8(0)).isEqualTo(1);
        assertThat(second.told().packetId()).isEqualTo(packetId);
        assertThat(first.end()).isNull();
      }
    }
  }

  @Test
  void aSessionIsKeptForAnHourAtMostAndTheDeviceIsToldSo() throws Exception {
    byte[] forEver = MqttPackets.body().u8(0x11).u32(0xffff_ffffL).bytes();
    try (TestDevice device = fixture.device(pump, 5);
        TestDevice modest = fixture.device(pump, 5)) {
      assertThat(hex(device.connect("agent", false, forEver))).contains(hex(AN_HOUR));
      assertThat(hex(modest.connect("modest", false, AN_HOUR))).doesNotContain(hex(AN_HOUR));
    }
  }

  @Test
  void aDeviceMayDecideWhenItLeaves() throws Exception {
    byte[] leaves = MqttPackets.body().u8(0).properties(new byte[] {0x11, 0, 0, 0, 0}).packet(0xe0);
    try (TestDevice device = kept(5)) {
      device.subscribed("pump").send(leaves);
      assertThat(device.end()).isNull();
    }
    fixture.awaitConnections(0);

    try (TestDevice device = fixture.device(pump, 5)) {
      assertThat(device.connect("agent", false, AN_HOUR).u8(0)).isZero();
    }
  }

  @Test
  void noMoreIsSentThanTheDeviceTakesAtOnce() throws Exception {
    byte[] takesTwo = {0x21, 0, 2};
    try (TestDevice device = fixture.device(pump, 5)) {
      device.connect("agent", true, takesTwo);
      device.subscribed("pump");
      for (int i = 0; i < 3; i++) {
        fixture.openTunnel("pump");
      }

      TestDevice.Told first = device.told();
      device.told();
      device.hearsNothing();
      device.send(MqttPackets.puback(first.packetId()));

      device.told();
    }
  }

  @Test
  void aMessageThatIsTooLargeForTheDeviceIsNotSentAndHoldsNothingUp() throws Exception {
    byte[] takesLittle = MqttPackets.body().u8(0x27).u32(300).bytes();
    try (TestDevice device = fixture.device(pump, 5)) {
      device.connect("agent", true, takesLittle);
      device.subscribed("pump");

      fixture.openTunnel("pump", "S".repeat(120), "T".repeat(120));
      OpenedTunnel small = fixture.openTunnel("pump");

      assertThat(device.told().message().clientAccessToken()).isEqualTo(small.destination());
    }
  }

  @Test
  void aSessionDoesNotHearOfAThingThatItsCertificateIsNotOfAnyMore() throws Exception {
    fixture.devices.attach(pump, "tank");
    try (TestDevice device = kept(4)) {
      device.subscribed("pump").subscribed("tank");
    }
    fixture.awaitConnections(0);
    fixture.devices.registry().things().detach("tank", pump.certificateId());
    fixture.openTunnel("tank");
    OpenedTunnel opened = fixture.openTunnel("pump");

    try (TestDevice device = kept(4)) {
      assertThat(device.told().message().clientAccessToken()).isEqualTo(opened.destination());
      device.hearsNothing();
    }
  }

  @Test
  void aDeviceThatIsSilentForTooLongIsGone() throws Exception {
    try (TestDevice device = fixture.device(pump, 4)) {
      device.send(MqttPackets.connect(4, "agent", true, 1, MqttPackets.NONE));
      device.expect(MqttPackets.CONNACK);

      assertThat(device.end()).isNull();
      fixture.awaitConnections(0);
    }
  }

  private static String hex(TestDevice.Packet packet) {
    return hex(packet.body());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private TestDevice kept(int version) throws Exception {
    TestDevice device = fixture.device(pump, version);
    device.connect("agent", false, kept5(version));
    return device;
  }

  private static byte[] kept5(int version) {
    return version == 5 ? AN_HOUR : MqttPackets.NONE;
  }
}
