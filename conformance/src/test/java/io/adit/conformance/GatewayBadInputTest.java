package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.conformance.devices.Authority;
import io.adit.conformance.devices.DeviceTls;
import io.adit.conformance.devices.MqttDevice;
import io.adit.conformance.devices.MqttPackets;
import io.adit.conformance.devices.Thing;
import io.adit.conformance.devices.Things;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import io.adit.conformance.sockets.TlsConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;

/** What no device sends ends its own connection, and a device beside it still hears soon. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Isolated("it says how soon a device hears")
class GatewayBadInputTest {
  /**
   * Less than the gateway waits for anybody; on a machine with time to spare it is milliseconds.
   */
  private static final Duration SOON = Duration.ofSeconds(8);

  private static final long MOST_GROWTH_MEBIBYTES = 200;
  private static final int OVERSIZE_BYTES = 1 << 20;
  private static final byte[] CONNECT = MqttPackets.connect("story", true);
  private static final byte[] ACCEPTED = {0x20, 2, 0, 0};
  private static final byte[] HTTP =
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern STACK_TRACE =
      Pattern.compile("^\\s+at \\S+\\(.*\\)$|^Caused by: |^Exception in thread");

  @AutoClose static final Stage STAGE = new Stage();

  private static AditProcess server;
  private static IoTSecureTunnelingClient client;
  private static Authority authority;
  private static DeviceTls tls;
  private static SSLSocketFactory pumps;
  private static MqttDevice healthy;
  private static long mebibytesBefore;

  /** Their ends take the gateway's whole patience, which other stories use meanwhile. */
  private static List<CompletableFuture<Boolean>> slow;

  @BeforeAll
  static void connect() throws IOException {
    server = AditProcess.start(STAGE);
    client = STAGE.owns(AwsSdk.client(server));
    authority = new Authority("Operator");
    authority.register(server);
    tls = new DeviceTls(server);
    pumps = tls.of(authority.issue("pump"));
    healthy = STAGE.owns(MqttDevice.start("healthy", tls.of(authority.issue("healthy")), port()));
    await("the healthy device is there", healthy, MqttDevice::isSubscribed);
    mebibytesBefore = server.running().residentMebibytes();
    slow =
        List.of(
            isEndedWhileDribbling(TlsConnection.open(pumps, port())),
            isEndedWhileDribbling(TlsConnection.openPlain(port())));
  }

  private static int port() {
    return server.mqttPort();
  }

  @AfterEach
  void theDeviceBesideHearsSoonAndTheServerIsWell() {
    assertThat(timeToTell()).isLessThan(SOON);
    assertThat(server.running().lines()).noneMatch(line -> STACK_TRACE.matcher(line).find());
    assertThat(server.running().residentMebibytes() - mebibytesBefore)
        .isLessThan(MOST_GROWTH_MEBIBYTES);
  }

  private static Duration timeToTell() {
    long begin = System.nanoTime();
    var token = AwsSdk.openTo(client, "healthy").destinationAccessToken();
    await("the healthy device is told", healthy, device -> device.tokens().contains(token));
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static void await(String what, MqttDevice device, Predicate<MqttDevice> condition) {
    Within.seconds(20).await(what, () -> Optional.of(device).filter(condition), device::toString);
  }

  private static CompletableFuture<Boolean> isEndedWhileDribbling(TlsConnection connection) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (connection) {
            // Each byte takes a while; it is never whole within the gateway's patience.
            return connection.isEndedWhileDribbling(MqttPackets.connect("c".repeat(120), true));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        Thread::startVirtualThread);
  }

  /** What comes back until the end, which must come. */
  private static byte[] exchange(TlsConnection opened, byte[] bytes) {
    try (var connection = opened) {
      connection.send(bytes);
      return connection.readToEnd();
    } catch (SocketException | SSLException e) {
      return new byte[0]; // it was ended while we wrote
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same of a device that has been let in. */
  private static byte[] exchangeOnceConnected(byte[] bytes) {
    var connection = TlsConnection.open(pumps, port());
    try {
      connection.send(CONNECT);
      assertThat(connection.read(ACCEPTED.length)).isEqualTo(ACCEPTED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return exchange(connection, bytes);
  }

  @Test
  void packetsThatNobodyMaySendEndTheirConnection() {
    var bad =
        Map.<String, byte[]>ofEntries(
            Map.entry("reserved type 0", MqttPackets.packet(0x00)),
            Map.entry("reserved type 15", MqttPackets.packet(0xf0)),
            Map.entry("a CONNACK", MqttPackets.packet(0x20, (byte) 0, (byte) 0)),
            Map.entry("a second CONNECT", CONNECT),
            Map.entry("SUBSCRIBE with wrong flags", MqttPackets.packet(0x80, (byte) 0, (byte) 1)),
            Map.entry("SUBSCRIBE to nothing", MqttPackets.packet(0x82, (byte) 0, (byte) 1)),
            Map.entry("a topic cut short", MqttPackets.packet(0x82, (byte) 0, (byte) 1, (byte) 9)),
            Map.entry(
                "PUBLISH with QoS 3", MqttPackets.packet(0x36, (byte) 0, (byte) 1, (byte) 'a')),
            Map.entry("PUBLISH to a wildcard", MqttPackets.publish("#")),
            Map.entry("PUBLISH to itself", MqttPackets.publish(Thing.topic("pump"))),
            Map.entry("PUBREL", MqttPackets.packet(0x62, (byte) 0, (byte) 1)),
            Map.entry("a length of five bytes", HexFormat.of().parseHex("82ffffffffff01")),
            Map.entry("HTTP", HTTP));

    bad.entrySet().parallelStream()
        .forEach(
            each -> assertThat(exchangeOnceConnected(each.getValue())).as(each.getKey()).isEmpty());
  }

  @Test
  void whoDoesNotBeginWithAConnectIsCut() {
    var first =
        List.of(
            MqttPackets.subscribe(Thing.topic("pump")),
            MqttPackets.publish(Thing.topic("pump")),
            MqttPackets.packet(0xc0),
            HTTP,
            new byte[4_096]);

    first.parallelStream()
        .forEach(
            packet -> assertThat(exchange(TlsConnection.open(pumps, port()), packet)).isEmpty());
  }

  @Test
  void whoSpeaksNoTlsIsCut() {
    for (var bytes : List.of(HTTP, CONNECT, new byte[4_096])) {
      var answer = exchange(TlsConnection.openPlain(port()), bytes);

      // A TLS alert at most.
      assertThat(answer).as("%s", HexFormat.of().formatHex(answer)).hasSizeLessThan(16);
    }
  }

  @Test
  void aPacketThatIsTooLargeIsNotTaken() {
    var begun = MqttPackets.packet(0x30, new byte[OVERSIZE_BYTES]);

    IntStream.range(0, 16)
        .parallel()
        .forEach(_ -> assertThat(exchangeOnceConnected(begun)).isEmpty());
  }

  /** Late: from then on the gateway cuts more connections of this address for a while. */
  @Order(Integer.MAX_VALUE - 1)
  @Test
  void aStormOfConnectsWithARevokedCertificateHarmsNobody() throws Exception {
    // Given
    var thief = authority.issue("thief");
    var known = STAGE.owns(MqttDevice.start("thief", tls.of(thief), port()));
    await("it is enrolled", known, MqttDevice::isSubscribed);
    new Things(STAGE, server).revoke(thief.certificateId());
    await("it is out", known, device -> !device.isSubscribed());
    known.close();

    // When
    var storm = new Storm(tls.of(thief), port());
    var slowest = Duration.ZERO;
    try (storm) {
      while (storm.connects() < Storm.MANY) {
        var time = timeToTell();
        slowest = time.compareTo(slowest) > 0 ? time : slowest;
      }
      var other = STAGE.owns(MqttDevice.startFrom("127.0.0.2", "pump", pumps, port()));
      await("a device elsewhere comes in", other, MqttDevice::isSubscribed);
      other.close();
    }

    // Then
    assertThat(storm.letIn()).isZero();
    assertThat(slowest).isLessThan(SOON);
  }

  @Order(Integer.MAX_VALUE)
  @Test
  void whoTakesTooLongForItsConnectIsCut() {
    for (var each : slow) {
      assertThat(each.join()).isTrue();
    }
  }

  /** Connects as fast as it can, with a certificate that is good for nothing. */
  private static final class Storm implements AutoCloseable {
    static final int MANY = 2_000;
    private static final int AT_ONCE = 16;

    private final SSLSocketFactory tls;
    private final int port;
    private final AtomicInteger connects = new AtomicInteger();
    private final AtomicInteger letIn = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean over;

    Storm(SSLSocketFactory tls, int port) {
      this.tls = tls;
      this.port = port;
      IntStream.range(0, AT_ONCE).forEach(_ -> threads.execute(this::run));
    }

    private void run() {
      while (!over) {
        connects.incrementAndGet();
        if (isLetIn()) {
          letIn.incrementAndGet();
        }
      }
    }

    private boolean isLetIn() {
      try (var connection = TlsConnection.open(tls, port)) {
        connection.send(CONNECT);
        return Arrays.equals(connection.readToEnd(), ACCEPTED);
      } catch (IOException | UncheckedIOException e) {
        return false; // cut, as it should be
      }
    }

    int connects() {
      return connects.get();
    }

    int letIn() {
      return letIn.get();
    }

    @Override
    public void close() {
      over = true;
      threads.close();
    }
  }
}
