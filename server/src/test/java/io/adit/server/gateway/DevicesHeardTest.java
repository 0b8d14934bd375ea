package io.adit.server.gateway;

import static io.adit.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.thing.DeviceCertificate.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of devices that come, go and are refused. */
class DevicesHeardTest {
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

  @Test
  void eachEndHasItsReason() throws Exception {
    // Given
    TestDevices.Identity pump = fixture.devices.add("pump");
    String of = " pump as %s with " + pump.certificateId() + " from 127.0.0.1 by MQTT 5";

    // When: one after the other, so that their order is known.
    TestDevice leaves = fixture.device(pump, 5).connected("a");
    leaves.send(MqttPackets.GOODBYE);
    awaitLines(2);
    fixture.device(pump, 5).connected("b").close();
    awaitLines(4);
    fixture.device(pump, 5).connected("c");
    TestDevice second = fixture.device(pump, 5).connected("c");
    awaitLines(7);
    fixture.devices.set(pump, Status.REVOKED);
    second.end();
    awaitLines(8);

    // Then
    String came = "came" + of;
    String gone = "gone" + of + ": ";
    List<String> lines = fixture.heard.lines();
    assertThat(lines.subList(0, 5))
        .containsExactly(
            came.formatted("a"),
            gone.formatted("a") + "The device left",
            came.formatted("b"),
            gone.formatted("b") + "The connection broke off",
            came.formatted("c"));
    assertThat(lines.subList(5, 7))
        .containsExactlyInAnyOrder(
            came.formatted("c"), gone.formatted("c") + "The same client has connected anew");
    assertThat(lines.getLast())
        .isEqualTo(gone.formatted("c") + "The certificate or the thing is no longer valid");
  }

  @Test
  void whoIsRefusedIsToldOfWithTheCertificateWhereItIsKnown() throws Exception {
    // Given
    TestDevices.Identity idle = fixture.devices.add("pump");
    fixture.devices.set(idle, Status.INACTIVE);
    TestDevices.Identity good = fixture.devices.add("pump");

    // When
    fixture.device(idle, 4).connect("pump", true, MqttPackets.NONE);
    fixture.device(good, 4).connect("x".repeat(129), true, MqttPackets.NONE);
    try (GatewayFixture other =
        new GatewayFixture(Files.createDirectory(folder.resolve("elsewhere")))) {
      TestDevice stranger = fixture.device(other.devices.add("pump"), 4);
      assertThatThrownBy(stranger::next).isInstanceOf(IOException.class);
    }
    awaitLines(3);

    // Then
    assertThat(fixture.heard.lines().subList(0, 2))
        .containsExactly(
            "refused %s from 127.0.0.1: The certificate is not in use (it is inactive; set its status to ACTIVE to let it in)"
                .formatted(idle.certificateId()),
            "refused null from 127.0.0.1: The CONNECT packet is not accepted (The client id has 129 bytes, and 128 are allowed)");
    assertThat(fixture.heard.lines().getLast())
        .startsWith("refused null from 127.0.0.1: The certificate is of no accepted authority ('");
  }

  @Test
  void whoIsThereWhenTheServerStopsGoesForThatReason() throws Exception {
    // Given
    fixture.device(fixture.devices.add("pump"), 4).connected("pump");

    // When
    fixture.restart();

    // Then
    assertThat(fixture.heard.lines())
        .last()
        .asString()
        .startsWith("gone pump as pump with ")
        .endsWith(" by MQTT 3.1.1: The server stopped");
  }

  private void awaitLines(int count) throws Exception {
    eventually(count + " lines", () -> fixture.heard.lines().size() >= count);
  }
}
