package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.ConnectedTunnel;
import io.adit.conformance.programs.Ports;
import io.adit.conformance.programs.ProxyProcess;
import io.adit.conformance.programs.Running;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import io.adit.conformance.sockets.DeviceExchange;
import io.adit.conformance.sockets.StalledReader;
import io.adit.conformance.sockets.SteadyCopy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * One of eight connections whose application reads nothing, while the other seven copy. The
 * property {@code adit.stall} makes it read nothing for longer, such as {@code PT10M}.
 *
 * <p>Each wait has a limit that grows with the property; the limit behind them all is wide enough
 * for that.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
@Isolated("it takes all of the machine")
class StalledReaderTest {
  private static final Duration STALL = Duration.parse(System.getProperty("adit.stall", "PT0S"));
  private static final int OTHERS = 7;

  /** What all others together copy meanwhile, at least: 64 KiB each way a round. */
  private static final long ROUNDS = 700;

  private static final long ROUNDS_OF_A_MIB = 16;

  /** Enough for a proxy, and far too little for one that queues what its application leaves. */
  private static final String PROXY_MEMORY = "-Xmx96m -XX:MaxDirectMemorySize=64m";

  private static final int WITHIN_THE_BOUND_MIB = 2;
  private static final int FLOOD_MIB = 256;
  private static final int MAX_GROWTH_MIB = 256;

  @AutoClose final Stage stage = new Stage();

  private final List<SteadyCopy> others = new ArrayList<>();
  private AditProcess server;
  private ProxyProcess source;
  private ProxyProcess destination;
  private int port;

  @BeforeEach
  void connect() throws IOException {
    server = AditProcess.start(stage);
    var device = stage.owns(new DeviceExchange());
    port = Ports.free();
    try (var client = AwsSdk.client(server)) {
      var tunnel = ConnectedTunnel.open(client, List.of("XCH"));
      destination = launch(tunnel.destinationAccessToken(), "-d", "XCH=127.0.0.1:" + device.port());
      source = launch(tunnel.sourceAccessToken(), "-s", "XCH=" + port);
    }
    destination.connected();
    source.connected().listeningOn(port);
    for (int i = 0; i < OTHERS; i++) {
      others.add(stage.owns(SteadyCopy.bearing(STALL, port)));
    }
  }

  private ProxyProcess launch(String token, String... options) {
    var variables = Map.of("AWSIOT_TUNNEL_ACCESS_TOKEN", token, "ADIT_JAVA_OPTS", PROXY_MEMORY);
    return ProxyProcess.launch(stage, server, variables, options);
  }

  private long rounds() {
    return others.stream().mapToLong(SteadyCopy::rounds).sum();
  }

  /** Waits until the others have copied enough, and as long as the property says. */
  private void letOthersCopy() {
    long end = System.nanoTime() + STALL.toNanos();
    long enough = rounds() + ROUNDS;
    Within.seconds(STALL.toSeconds() + 120)
        .await(
            "the others have copied " + ROUNDS + " rounds",
            () ->
                Optional.of(rounds()).filter(now -> now >= enough && System.nanoTime() - end >= 0),
            () -> rounds() + " rounds");
  }

  private List<Long> memory(String when) {
    var programs = List.of(source.running(), destination.running(), server.running());
    System.out.printf(
        "%s: the others copied %d MiB each way; MiB resident now, at most: source %s, destination"
            + " %s, server %s%n",
        Stream.concat(
                Stream.of(when, rounds() / ROUNDS_OF_A_MIB),
                programs.stream().map(StalledReaderTest::held))
            .toArray());
    return programs.stream().map(Running::residentMebibytes).toList();
  }

  private static String held(Running program) {
    return program.residentMebibytes() + ", " + program.peakMebibytes();
  }

  private void assertNothingIsLost(StalledReader stalled) throws IOException {
    stalled.readAll();
    for (var other : others) {
      assertThat(other.finish()).isPositive();
    }
  }

  private static void assertBounded(List<Long> start, List<Long> end) {
    for (int program = 0; program < start.size(); program++) {
      assertThat(end.get(program)).isLessThan(start.get(program) + MAX_GROWTH_MIB);
    }
  }

  @Test
  void theOthersCopyOnWhileWhatWaitsIsWithinTheBound() throws IOException {
    // Given
    letOthersCopyAtFirst();
    var start = memory("start");

    // When
    var stalled = stage.owns(new StalledReader(port, WITHIN_THE_BOUND_MIB));
    letOthersCopy();

    // Then
    assertBounded(start, memory("stalled"));
    assertNothingIsLost(stalled);
    assertBounded(start, memory("end"));
  }

  @Test
  void theOthersCopyOnBesideAFloodThatNobodyReadsAndNothingIsLost() throws IOException {
    // Given
    letOthersCopyAtFirst();
    var start = memory("start");

    // When
    var stalled = stage.owns(new StalledReader(port, FLOOD_MIB));
    letOthersCopy();

    // Then
    assertBounded(start, memory("stalled"));
    assertNothingIsLost(stalled);
    assertBounded(start, memory("end"));
  }

  private void letOthersCopyAtFirst() {
    Within.seconds(60)
        .await(
            "all others copy",
            () -> Optional.of(rounds()).filter(now -> now >= 10 * OTHERS),
            () -> rounds() + " rounds");
  }
}
