package io.adit.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.tunnel.ClientMode;
import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.server.tunnel.RotatedTokens;
import io.adit.wire.NotifyMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifyTest {
  @TempDir Path folder;
  private GatewayFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new GatewayFixture(folder);
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void aThingIsToldTheTokenOfATunnelThatIsOpenedToIt(int version) throws Exception {
    try (TestDevice device = fixture.device(fixture.devices.add("pump"), version)) {
      device.connected("any-client").subscribed("pump");

      OpenedTunnel opened = fixture.openTunnel("pump", "SSH", "VNC");

      TestDevice.Told told = device.told();
      assertThat(told.topic()).isEqualTo("$aws/things/pump/tunnels/notify");
      assertThat(told.qos()).isEqualTo(1);
      assertThat(told.retained()).isFalse();
      assertThat(told.duplicate()).isFalse();
      assertThat(new String(told.payload(), StandardCharsets.UTF_8))
          .isEqualTo(
              """
              {"clientAccessToken":"%s","clientMode":"destination",\
              "region":"eu-central-1","services":["SSH","VNC"]}\
              """
                  .formatted(opened.destination().value()));
    }
  }

  @Test
  void nobodyElseIsTold() throws Exception {
    try (TestDevice valve = fixture.device(fixture.devices.add("valve"), 4)) {
      valve.connected("valve").subscribed("valve");

      fixture.openTunnel("pump");
      fixture.openTunnelOfNoThing();

      valve.hearsNothing();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DESTINATION", "ALL"})
  void aRotationOfTheDestinationTellsTheNewTokenWithTheRequestsServices(String mode)
      throws Exception {
    String id = fixture.openTunnelOfNoThing();
    try (TestDevice device = fixture.device(fixture.devices.add("pump"), 5)) {
      device.connected("pump").subscribed("pump");

      RotatedTokens rotated =
          fixture
              .registry()
              .rotate(id, ClientMode.valueOf(mode), new DestinationConfig("pump", List.of("WEB")));

      NotifyMessage message = device.told().message();
      assertThat(message.clientAccessToken()).isEqualTo(rotated.destination());
      assertThat(message.services()).containsExactly("WEB");
    }
  }

  @Test
  void aRotationOfTheSourceOrWithoutAThingTellsNobody() throws Exception {
    try (TestDevice device = fixture.device(fixture.devices.add("pump"), 4)) {
      device.connected("pump").subscribed("pump");
      String id = fixture.openTunnel("pump").tunnel().tunnelId();
      device.told();

      fixture.registry().rotate(id, ClientMode.SOURCE, new DestinationConfig("pump", List.of("S")));
      fixture.registry().rotate(id, ClientMode.DESTINATION, null);

      device.hearsNothing();
    }
  }

  @Test
  void withQosZeroItIsToldWithoutAnAcknowledgement() throws Exception {
    try (TestDevice device = fixture.device(fixture.devices.add("pump"), 4)) {
      device.connected("pump");
      assertThat(device.subscribe(NotifyMessage.topic("pump"), 0)).isZero();

      fixture.openTunnel("pump");

      assertThat(device.told().qos()).isZero();
    }
  }

  @Test
  void allClientsOfAThingAreTold() throws Exception {
    TestDevices.Identity pump = fixture.devices.add("pump");
    try (TestDevice agent = fixture.device(pump, 5);
        TestDevice watcher = fixture.device(pump, 4)) {
      agent.connected("agent").subscribed("pump");
      watcher.connected("watcher").subscribed("pump");

      OpenedTunnel opened = fixture.openTunnel("pump");

      assertThat(agent.told().message().clientAccessToken()).isEqualTo(opened.destination());
      assertThat(watcher.told().message().clientAccessToken()).isEqualTo(opened.destination());
    }
  }

  @Test
  void aTokenReplacedWhileItWaitsIsNotTold() throws Exception {
    byte[] takesOne = {0x21, 0, 1};
    try (TestDevice device = fixture.device(fixture.devices.add("pump"), 5)) {
      device.connect("pump", true, takesOne);
      device.subscribed("pump");
      fixture.openTunnel("pump");
      TestDevice.Told first = device.told();

      OpenedTunnel second = fixture.openTunnel("pump");
      RotatedTokens rotated =
          fixture
              .registry()
              .rotate(
                  second.tunnel().tunnelId(),
                  ClientMode.ALL,
                  new DestinationConfig("pump", List.of("SSH")));
      device.hearsNothing();
      device.send(MqttPackets.puback(first.packetId()));

      assertThat(device.told().message().clientAccessToken())
          .isEqualTo(Objects.requireNonNull(rotated.destination()));
      device.hearsNothing();
    }
  }
}
