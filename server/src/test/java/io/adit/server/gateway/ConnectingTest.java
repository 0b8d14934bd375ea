package io.adit.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.testing.RawConnection;
import io.adit.server.testing.TestTls;
import io.adit.server.thing.DeviceCertificate.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes in. */
class ConnectingTest {
  private static final int SESSION_TAKEN_OVER = 0x8e;
  private static final int QUOTA_EXCEEDED = 0x97;
  private static final int NOT_AUTHORIZED = 0x87;

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
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aDeviceComesInWithItsCertificate(String protocol) throws Exception {
    TestDevices.Identity pump = fixture.devices.add("pump");
    var context = TestDevices.Identity.context(pump, fixture.tls().trustManagers());
    try (TestDevice device =
        new TestDevice(RawConnection.tls(context, fixture.gateway().port(), protocol), 4)) {
      assertThat(device.connect("any", true, MqttPackets.NONE).body()).containsExactly(0, 0);
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 2", "5, 133"})
  void aClientIdThatCouldPretendToBeALineOfTheLogIsTurnedDown(int version, int answer)
      throws Exception {
    TestDevices.Identity pump = fixture.devices.add("pump");
    for (String id : List.of("a\nb", "a\u001b[2Jb", "a\u202eb", "a\u2028b")) {
      try (TestDevice device = fixture.device(pump, version)) {
        assertThat(device.connect(id, true, MqttPackets.NONE).u8(1)).isEqualTo(answer);
      }
    }
  }

  @Test
  void withoutACertificateNobodyComesIn() {
    assertThatThrownBy(() -> fixture.device(null, 4).connected("nobody"))
        .isInstanceOf(IOException.class);
    assertThat(fixture.gateway().connections()).isZero();
  }

  @Test
  void withACertificateOfAnotherAuthorityNobodyComesIn() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    try (GatewayFixture other = new GatewayFixture(elsewhere)) {
      TestDevices.Identity stranger = other.devices.add("pump");

      // It says nothing: what it sends after the server has closed may cost it the server's words.
      assertThatThrownBy(() -> fixture.device(stranger, 4).next())
          .as("what the device is told")
          .isInstanceOf(IOException.class)
          .hasMessageContaining("bad_certificate");
    }
  }

  @ParameterizedTest
  @CsvSource({"4, REVOKED, 5", "5, REVOKED, 135", "4, INACTIVE, 5", "5, INACTIVE, 135"})
  void aCertificateThatIsNotInUseIsTurnedDown(int version, Status status, int answer)
      throws Exception {
    TestDevices.Identity pump = fixture.devices.add("pump");
    fixture.devices.set(pump, status);
    try (TestDevice device = fixture.device(pump, version)) {
      assertThat(device.connect("pump", true, MqttPackets.NONE).u8(1)).isEqualTo(answer);
      assertThat(device.end()).isNull();
    }
  }

  @Test
  void aCertificateOfNoThingIsTurnedDown() throws Exception {
    try (TestDevice device = fixture.device(fixture.devices.issue("pump"), 4)) {
      assertThat(device.connect("pump", true, MqttPackets.NONE).u8(1)).isEqualTo(5);
    }
  }

  @Test
  void whoseCertificateIsRevokedIsOutAtOnceAndStaysOut() throws Exception {
    TestDevices.Identity stolen = fixture.devices.add("pump");
    TestDevices.Identity good = fixture.devices.add("pump");
    try (TestDevice thief = fixture.device(stolen, 5);
        TestDevice owner = fixture.device(good, 5)) {
      thief.connected("thief").subscribed("pump");
      owner.connected("owner").subscribed("pump");

      fixture.devices.set(stolen, Status.REVOKED);

      assertThat(thief.end()).isEqualTo(NOT_AUTHORIZED);
      fixture.openTunnel("pump");
      owner.told();
      try (TestDevice again = fixture.device(stolen, 5)) {
        assertThat(again.connect("thief", true, MqttPackets.NONE).u8(1)).isEqualTo(NOT_AUTHORIZED);
      }
    }
  }

  @Test
  void aRevocationDuringTheHandshakeIsNotMissed() throws Exception {
    TestDevices.Identity pump = fixture.devices.add("pump");
    try (TestDevice device = fixture.device(pump, 4)) {
      // The handshake is done, and has found the certificate good.
      fixture.devices.set(pump, Status.REVOKED);
      fixture.awaitConnections(0); // the loop answers when it has heard of it

      assertThat(device.connect("pump", true, MqttPackets.NONE).u8(1)).isEqualTo(5);
    }
  }

  @Test
  void whoseCertificateIsGoodAgainComesIn() throws Exception {
    TestDevices.Identity pump = fixture.devices.add("pump");
    fixture.devices.set(pump, Status.INACTIVE);
    try (TestDevice early = fixture.device(pump, 4)) {
      early.connect("pump", true, MqttPackets.NONE);
    }

    fixture.devices.set(pump, Status.ACTIVE);

    try (TestDevice device = fixture.device(pump, 4)) {
      device.connected("pump").subscribed("pump");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void whoseCertificateExpiresIsOutAndStaysOut(int version) throws Exception {
    // Given
    TestDevices.Identity pump = fixture.devices.add("pump");
    try (TestDevice device = fixture.device(pump, version)) {
      device.connected("pump").subscribed("pump");
      fixture.gateway().sweep();
      device.hearsNothing();

      // When
      Instant end = pump.certificate().getNotAfter().toInstant();
      fixture.devices.pass(Duration.between(Instant.now(), end));
      fixture.gateway().sweep();

      // Then
      assertThat(device.end()).isEqualTo(version == 5 ? NOT_AUTHORIZED : null);
    }
    assertThatThrownBy(() -> fixture.device(pump, version).connected("pump"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aDetachedCertificateIsOut() throws Exception {
    TestDevices.Identity pump = fixture.devices.add("pump");
    try (TestDevice device = fixture.device(pump, 5)) {
      device.connected("pump").subscribed("pump");

      fixture.devices.registry().things().detach("pump", pump.certificateId());

      assertThat(device.end()).isEqualTo(NOT_AUTHORIZED);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void theSameClientOfTheSameThingTakesOver(int version) throws Exception {
    TestDevices.Identity pump = fixture.devices.add("pump");
    try (TestDevice first = fixture.device(pump, version);
        TestDevice second = fixture.device(fixture.devices.add("pump"), version)) {
      first.connected("agent").subscribed("pump");

      second.connected("agent").subscribed("pump");

      assertThat(first.end()).isEqualTo(version == 5 ? SESSION_TAKEN_OVER : null);
      fixture.openTunnel("pump");
      second.told();
      assertThat(fixture.gateway().connections()).isEqualTo(1);
    }
  }

  @Test
  void noDeviceCanTakeAnothersPlace() throws Exception {
    try (TestDevice pump = fixture.device(fixture.devices.add("pump"), 5);
        TestDevice valve = fixture.device(fixture.devices.add("valve"), 5)) {
      pump.connected("pump").subscribed("pump");

      valve.connected("pump");

      pump.hearsNothing();
      fixture.openTunnel("pump");
      pump.told();
      valve.hearsNothing();
    }
  }

  @Test
  void whereAThingHasTooManyClientsTheOldestGivesWay() throws Exception {
    TestDevices.Identity pump = fixture.devices.add("pump");
    // Held to the end: the JDK closes the socket of whatever is not reachable any more.
    var newer = new ArrayList<TestDevice>();
    try (TestDevice oldest = fixture.device(pump, 5)) {
      oldest.connected("client-0");
      for (int i = 1; i <= 10; i++) {
        TestDevice next = fixture.device(pump, 5);
        newer.add(next);
        next.connected("client-" + i);
      }

      assertThat(oldest.end()).isEqualTo(QUOTA_EXCEEDED);
      assertThat(fixture.gateway().connections()).isEqualTo(10);
    } finally {
      for (TestDevice each : newer) {
        each.close();
      }
    }
  }

  @Test
  void anEmptyClientIdIsReplacedByAnother() throws Exception {
    TestDevices.Identity pump = fixture.devices.add("pump");
    try (TestDevice one = fixture.device(pump, 5);
        TestDevice two = fixture.device(pump, 4)) {
      TestDevice.Packet answer = one.connect("", true, MqttPackets.NONE);
      two.connected("");

      assertThat(new String(answer.body(), java.nio.charset.StandardCharsets.ISO_8859_1))
          .containsPattern("\\x12\\x00\\x24[0-9a-f-]{36}");
      assertThat(fixture.gateway().connections()).isEqualTo(2);
    }
  }

  @Test
  void aClientIdThatIsTooLongIsRefused() throws Exception {
    TestDevices.Identity pump = fixture.devices.add("pump");
    try (TestDevice old = fixture.device(pump, 4);
        TestDevice current = fixture.device(pump, 5)) {
      assertThat(old.connect("x".repeat(129), true, MqttPackets.NONE).u8(1)).isEqualTo(2);
      assertThat(current.connect("x".repeat(129), true, MqttPackets.NONE).u8(1)).isEqualTo(0x85);
    }
  }

  @Test
  void anUnknownWayToAuthenticateIsRefused() throws Exception {
    byte[] method = MqttPackets.body().u8(0x15).text("SCRAM").bytes();
    try (TestDevice device = fixture.device(fixture.devices.add("pump"), 5)) {
      assertThat(device.connect("pump", true, method).u8(1)).isEqualTo(0x8c);
    }
  }

  /** SDKs send their version there. */
  @Test
  void aUserNameAPasswordAndAWillArePassedOver() throws Exception {
    byte[] connect =
        MqttPackets.body()
            .text("MQTT")
            .u8(4)
            .u8(0b1110_1110)
            .u16(60)
            .text("pump")
            .text("will/topic")
            .text("gone")
            .text("?SDK=Java&Version=1.2.3")
            .text("secret")
            .packet(0x10);
    TestDevices.Identity pump = fixture.devices.add("pump");
    try (TestDevice device = fixture.device(pump, 4);
        TestDevice other = fixture.device(pump, 4)) {
      other.connected("other").subscribed("pump");
      device.send(connect);
      assertThat(device.expect(MqttPackets.CONNACK).u8(1)).isZero();

      device.cut();
      fixture.awaitConnections(1);

      other.hearsNothing();
    }
  }

  @Test
  void aNewCertificateOfTheServerIsShownToNewConnections() throws Exception {
    TestDevices.Identity pump = fixture.devices.add("pump");
    try (TestDevice before = fixture.device(pump, 4)) {
      before.connected("before");
      TestTls renewed = new TestTls(Files.createDirectory(folder.resolve("renewed")));

      fixture.gateway().reload(renewed.material());

      before.hearsNothing();
      var context = TestDevices.Identity.context(pump, renewed.trustManagers());
      try (RawConnection connection = RawConnection.tls(context, fixture.gateway().port())) {
        new TestDevice(connection, 4).connected("after");
      }
      X509Certificate shown = renewed.identity().leaf();
      assertThat(shown).isNotEqualTo(fixture.tls().identity().leaf());
      assertThatThrownBy(() -> fixture.device(pump, 4)).isInstanceOf(IOException.class);
    }
  }

  /** MQTT lets a client go on without waiting for the answer to its CONNECT. */
  @Test
  void whatFollowsTheConnectWaitsUntilTheCertificateHasBeenLookedUpAnew() throws Exception {
    TestDevices.Identity pump = fixture.devices.add("pump");
    var context = TestDevices.Identity.context(pump, fixture.tls().trustManagers());
    int port = fixture.gateway().port();
    // With TLS 1.2 the gateway has looked the certificate up when the device's handshake is done.
    try (TestDevice device = new TestDevice(RawConnection.tls(context, port, "TLSv1.2"), 4)) {
      fixture.devices.set(pump, Status.INACTIVE);
      fixture.devices.set(pump, Status.ACTIVE);
      fixture.awaitConnections(0); // what the handshake found out does not count any more
      var together = new ByteArrayOutputStream();
      together.writeBytes(MqttPackets.connect(4, "pump", true, 60, MqttPackets.NONE));
      together.writeBytes(
          MqttPackets.subscribe(4, 7, 1, MqttPackets.NONE, "$aws/things/pump/tunnels/notify"));
      together.writeBytes(MqttPackets.PINGREQ);

      device.send(together.toByteArray());

      assertThat(device.expect(MqttPackets.CONNACK).body()).containsExactly(0, 0);
      assertThat(device.expect(MqttPackets.SUBACK).body()).containsExactly(0, 7, 1);
      device.expect(MqttPackets.PINGRESP);
      device.hearsNothing();
    }
  }

  /** What a resumed TLS session has shown before need not be good any more. */
  @Test
  void aCertificateIsLookedAtAlsoWhereATlsSessionIsResumed() throws Exception {
    TestDevices.Identity pump = fixture.devices.add("pump");
    var context = TestDevices.Identity.context(pump, fixture.tls().trustManagers());
    int port = fixture.gateway().port();
    for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
      try (RawConnection first = RawConnection.tls(context, port, protocol)) {
        new TestDevice(first, 4).connected("first").hearsNothing();
      }
      fixture.devices.set(pump, Status.INACTIVE);
      try (RawConnection second = RawConnection.tls(context, port, protocol)) {
        assertThat(new TestDevice(second, 4).connect("second", true, MqttPackets.NONE).u8(1))
            .isEqualTo(5);
      }
      fixture.devices.set(pump, Status.ACTIVE);
    }
  }
}
