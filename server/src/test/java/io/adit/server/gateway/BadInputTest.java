package io.adit.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.testing.RawConnection;
import io.adit.server.thing.DeviceCertificate.Status;
import io.adit.wire.NotifyMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes from broken and hostile devices, while another one goes on hearing of its tunnels. */
class BadInputTest {
  private static final int SEED = Integer.getInteger("adit.fuzz.seed", 1);

  @TempDir Path folder;
  private GatewayFixture fixture;
  private TestDevices.Identity pump;
  private TestDevice bystander;

  @BeforeEach
  void start() throws Exception {
    fixture =
        new GatewayFixture(
            folder,
            usual ->
                new GatewayOptions(
                    usual.bindHost(),
                    usual.port(),
                    usual.region(),
                    true,
                    new GatewayOptions.Limits(
                        Duration.ofSeconds(3),
                        4_096,
                        10,
                        Duration.ofHours(1),
                        new AcceptRates(2_000, 2_000, 20, 200))));
    pump = fixture.devices.add("pump");
    bystander = fixture.device(fixture.devices.add("valve"), 5);
    bystander.connected("bystander").subscribed("valve");
  }

  @AfterEach
  void stop() throws Exception {
    try {
      fixture.openTunnel("valve");
      assertThat(bystander.told().message().services()).as("the other device").contains("SSH");
    } finally {
      fixture.close();
    }
  }

  @Test
  void whoSpeaksNoTlsIsCut() throws Exception {
    try (RawConnection connection = RawConnection.plain(fixture.gateway().port())) {
      connection.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      connection.readToEnd(); // the TLS alert, and the end
    }
  }

  @Test
  void whoSpeaksNoMqttIsCut() throws Exception {
    for (String text : List.of("GET / HTTP/1.1\r\n\r\n", "SSH-2.0-x\r\n", "\0\0\0\0\0\0")) {
      try (TestDevice device = fixture.device(pump, 4)) {
        device.send(text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(device.end()).isNull();
      }
    }
  }

  @Test
  void whoConnectsWithoutAWordIsCutInTime() throws Exception {
    try (Socket tcp = new Socket(InetAddress.getLoopbackAddress(), fixture.gateway().port());
        TestDevice tls = fixture.device(pump, 4)) {
      tcp.setSoTimeout(20_000);

      assertThat(tls.end()).isNull();
      assertThat(tcp.getInputStream().readAllBytes()).isEmpty();
    }
  }

  /** One byte now and then would otherwise hold a connection for ever. */
  @Test
  void whoTakesTooLongForItsConnectIsCut() throws Exception {
    byte[] connect = MqttPackets.connect(4, "pump", true, 60, MqttPackets.NONE);
    boolean isCut = false;
    try (TestDevice device = fixture.device(pump, 4)) {
      for (int i = 0; i < connect.length - 1 && !isCut; i++) {
        device.send(new byte[] {connect[i]});
        isCut = device.isCutWithin(1_000);
      }
    }
    assertThat(isCut).isTrue();
  }

  @Test
  void aPacketThatIsTooLargeIsNotRead() throws Exception {
    byte[] announced = {0x10, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f};
    try (TestDevice before = fixture.device(pump, 4);
        TestDevice after = fixture.device(pump, 5)) {
      before.send(announced);
      after.connected("pump");
      after.send(MqttPackets.subscribe(5, 1, 1, MqttPackets.NONE, "x".repeat(5_000)));

      assertThat(before.end()).isNull();
      after.end();
    }
  }

  /** The library would wait for the rest of the text, and take it from the packet behind. */
  @Test
  void packetsWhoseContentsReachBeyondTheirEndEndTheConnection() throws Exception {
    List<byte[]> packets =
        List.of(
            new byte[] {(byte) 0x82, 3, 0, 1, 9}, // half of a filter's length
            new byte[] {(byte) 0x82, 6, 0, 1, 0, 9, 'a', 'b'}, // a filter of nine bytes
            new byte[] {(byte) 0x82, 5, 0, 1, 0, 1, 'a'}, // a filter without its QoS
            new byte[] {(byte) 0xa2, 4, 0, 1, 0, 9}, // UNSUBSCRIBE
            new byte[] {0x30, 3, 0, 9, 'a'}, // PUBLISH
            new byte[] {0x40, 1, 0}); // PUBACK
    for (byte[] packet : packets) {
      try (TestDevice device = fixture.device(pump, 4)) {
        device.connected("pump").send(packet);
        assertThat(device.isCutWithin(20_000)).as(HexFormat.of().formatHex(packet)).isTrue();
      }
    }
    try (TestDevice device = fixture.device(pump, 4)) {
      device.send(new byte[] {0x10, 4, 0, 9, 'M', 'Q'});
      assertThat(device.isCutWithin(20_000)).as("a CONNECT").isTrue();
    }
  }

  @Test
  void packetsThatNoClientMaySendEndItsConnection() throws Exception {
    List<byte[]> packets =
        List.of(
            MqttPackets.connect(4, "pump", true, 60, MqttPackets.NONE), // a second one
            new byte[] {0x20, 2, 0, 0}, // CONNACK
            new byte[] {(byte) 0x90, 3, 0, 1, 0}, // SUBACK
            new byte[] {0x00, 0}, // reserved
            new byte[] {(byte) 0x80, 0}, // SUBSCRIBE with wrong flags
            new byte[] {(byte) 0x82, 2, 0, 1}, // SUBSCRIBE without a filter
            MqttPackets.body().u16(0).text("a").u8(1).packet(0x82), // packet id 0
            MqttPackets.body().u16(1).text("a").u8(3).packet(0x82), // QoS 3
            MqttPackets.body().u16(1).packet(0xa2), // UNSUBSCRIBE without a topic
            MqttPackets.body().u16(1).packet(0x50), // PUBREC
            MqttPackets.body().u16(1).packet(0x62), // PUBREL
            MqttPackets.body().u16(1).packet(0x70), // PUBCOMP
            new byte[] {(byte) 0xd0, 0}, // PINGRESP
            new byte[] {(byte) 0xf0, 0}, // AUTH
            MqttPackets.body().text("a\0b").raw(new byte[] {1}).packet(0x30)); // NUL in a topic
    for (byte[] packet : packets) {
      try (TestDevice device = fixture.device(pump, 4)) {
        device.connected("pump").send(packet);
        assertThat(device.isCutWithin(20_000)).as(HexFormat.of().formatHex(packet)).isTrue();
      }
    }
    fixture.awaitConnections(1);
  }

  @Test
  void oldAndUnknownVersionsAreToldSo() throws Exception {
    for (int version : new int[] {3, 6, 131}) {
      String name = version == 3 ? "MQIsdp" : "MQTT";
      byte[] connect =
          MqttPackets.body().text(name).u8(version).u8(2).u16(60).text("pump").packet(0x10);
      try (TestDevice device = fixture.device(pump, 4)) {
        device.send(connect);
        assertThat(device.expect(MqttPackets.CONNACK).u8(1)).isEqualTo(1);
        assertThat(device.end()).isNull();
      }
    }
  }

  @Test
  void whateverComesAtRandomHurtsNobody() throws Exception {
    for (int round = 0; round < 150; round++) {
      RandomGenerator random = new SplittableRandom(SEED + round);
      try (TestDevice device = fixture.device(pump, 4 + random.nextInt(2))) {
        if (random.nextInt(4) > 0) {
          device.connected("pump");
        }
        device.send(damaged(device.version(), random));
        device.send(damaged(device.version(), random));
        device.shutDown();
        device.end();
      } catch (IOException e) {
        // It may be cut at any moment.
      }
    }
    fixture.awaitConnections(1);
  }

  private static byte[] damaged(int version, RandomGenerator random) {
    String topic = NotifyMessage.topic("pump");
    byte[] none = MqttPackets.NONE;
    byte[] packet =
        switch (random.nextInt(6)) {
          case 0 -> MqttPackets.connect(version, "pump", random.nextBoolean(), 60, none);
          case 1 -> MqttPackets.subscribe(version, 1, random.nextInt(4), none, topic, "#");
          case 2 -> MqttPackets.publish(version, 1, random.nextInt(4), none, topic);
          case 3 -> MqttPackets.puback(random.nextInt(65_536));
          case 4 -> MqttPackets.unsubscribe(version, 1, topic);
          default -> randomBytes(random, 1 + random.nextInt(200));
        };
    for (int i = random.nextInt(4); i > 0; i--) {
      packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
    }
    return packet;
  }

  private static byte[] randomBytes(RandomGenerator random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A device that asks and never reads must not fill the gateway's memory. */
  @Test
  void whoReadsNothingIsNotReadEither() throws Exception {
    byte[] pings = new byte[64 * 1024];
    for (int i = 0; i < pings.length; i += 2) {
      pings[i] = MqttPackets.PINGREQ[0];
    }
    try (TestDevice device = fixture.device(pump, 4)) {
      device.connected("pump");
      Thread flood = Thread.ofVirtual().start(() -> flood(device, pings));

      // It is stopped by the gateway: a flood that were answered would go on.
      flood.join(Duration.ofSeconds(5));
      boolean isHeldUp = flood.isAlive();
      device.cut();
      flood.join();

      assertThat(isHeldUp).isTrue();
    }
  }

  private static void flood(TestDevice device, byte[] pings) {
    try {
      while (true) {
        device.send(pings);
      }
    } catch (IOException e) {
      // Cut by the test.
    }
  }

  @Test
  void aStormFromARevokedCertificateLeavesOthersAlone() throws Exception {
    TestDevices.Identity revoked = fixture.devices.add("revoked");
    fixture.devices.set(revoked, Status.REVOKED);
    Semaphore atOnce = new Semaphore(50);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> storm = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        storm.add(threads.submit(() -> attempt(revoked, atOnce)));
      }
      // Meanwhile: tunnels are opened, and a device at another address comes and goes.
      for (int i = 0; i < 5; i++) {
        fixture.openTunnel("valve");
        bystander.told();
        try (TestDevice device = fixture.deviceFrom("127.0.0.2", pump, 4)) {
          device.connected("pump").subscribed("pump");
        }
      }
      int let = 0;
      for (Future<Integer> each : storm) {
        let += each.get();
      }
      assertThat(let).as("let in").isZero();
    }
  }

  /** 1 where it was let in. */
  private int attempt(TestDevices.Identity revoked, Semaphore atOnce) throws InterruptedException {
    atOnce.acquire();
    try (TestDevice device = fixture.device(revoked, 4)) {
      return device.connect("x", true, MqttPackets.NONE).u8(1) == 0 ? 1 : 0;
    } catch (IOException e) {
      return 0;
    } finally {
      atOnce.release();
    }
  }

  @Test
  void whoFailsTooOftenIsCutBeforeItsHandshakeAndLetInLater() throws Exception {
    int cut = 0;
    for (int i = 0; i < 260; i++) {
      try (Socket socket = new Socket()) {
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.3"), 0));
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), fixture.gateway().port()));
        socket.setSoTimeout(5);
        cut += isCut(socket) ? 1 : 0;
      }
    }
    assertThat(cut).isPositive();

    long deadline = System.nanoTime() + 20_000_000_000L;
    boolean isIn = false;
    while (!isIn && System.nanoTime() - deadline < 0) {
      try (TestDevice device = fixture.deviceFrom("127.0.0.3", pump, 4)) {
        device.connected("pump");
        isIn = true;
      } catch (IOException e) {
        // Not yet.
      }
    }
    assertThat(isIn).isTrue();
  }

  private static boolean isCut(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
