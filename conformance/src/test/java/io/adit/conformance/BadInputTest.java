package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.ConnectedTunnel;
import io.adit.conformance.programs.Curl;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import io.adit.conformance.sockets.DeviceExchange;
import io.adit.conformance.sockets.Handshake;
import io.adit.conformance.sockets.Malformed;
import io.adit.conformance.sockets.MalformedCalls;
import io.adit.conformance.sockets.MalformedFrames;
import io.adit.conformance.sockets.MalformedHttp;
import io.adit.conformance.sockets.RandomInput;
import io.adit.conformance.sockets.SignedCall;
import io.adit.conformance.sockets.SteadyCopy;
import io.adit.conformance.sockets.TlsConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;

/** Each bad input gets an error or a close, and a tunnel that copies beside it loses nothing. */
class BadInputTest {
  private static final long SEED = 20_261_124;
  private static final String NO_TOKEN = "N".repeat(43);
  private static final Pattern STATUS =
      Pattern.compile("^\\S+/\\d\\.\\d (\\d{3}) ", Pattern.MULTILINE);
  private static final Pattern STACK_TRACE =
      Pattern.compile("^\\s+at \\S+\\(.*\\)$|^Caused by: |^Exception in thread");

  @AutoClose static final Stage STAGE = new Stage();

  private static AditProcess server;
  private static IoTSecureTunnelingClient client;
  private static SSLSocketFactory trusting;
  private static ConnectedTunnel tunnel;

  private SteadyCopy copy;

  @BeforeAll
  static void connect() {
    server = AditProcess.start(STAGE);
    client = STAGE.owns(AwsSdk.client(server));
    trusting = TlsConnection.trusting(server);
    var exchange = STAGE.owns(new DeviceExchange());
    tunnel = ConnectedTunnel.open(STAGE, server, Map.of("XCH", exchange.port()));
  }

  @BeforeEach
  void beginToCopy() throws IOException {
    copy = STAGE.owns(new SteadyCopy(tunnel.port("XCH")));
    awaitRounds(2);
  }

  @AfterEach
  void theCopyBesideLosesNothingAndNoStackTraceIsLogged() {
    awaitRounds(copy.rounds() + 2);
    assertThat(copy.finish()).isPositive();
    assertThat(server.running().lines()).noneMatch(line -> STACK_TRACE.matcher(line).find());
    assertThat(server.running().isAlive()).isTrue();
  }

  private void awaitRounds(long rounds) {
    Within.seconds(30)
        .await(
            "the copy goes on",
            () -> Optional.of(copy.rounds()).filter(done -> done >= rounds || copy.isBroken()),
            () -> copy.rounds() + " rounds");
  }

  /** Sends it, and nothing more; what came back until the end. */
  private static String exchange(byte[] bytes) {
    try (var connection = TlsConnection.openFromAnywhere(trusting, server.port())) {
      connection.send(bytes);
      connection.finishSending();
      return new String(connection.readToEnd(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("sending " + HexFormat.of().formatHex(bytes), e);
    }
  }

  /**
   * An empty answer is a close; several come to several requests. 501 is for a version of HTTP that
   * there is not.
   */
  private static void assertErrorOrClose(String name, String answer) {
    var statuses = STATUS.matcher(answer).results().map(found -> found.group(1)).toList();
    assertThat(statuses)
        .as("what came to %s was: %s", name, answer)
        .allMatch(status -> status.startsWith("4") || status.equals("501"));
    assertThat(answer.isEmpty()).as("%s: %s", name, answer).isEqualTo(statuses.isEmpty());
  }

  @Test
  void malformedHttpGetsAnErrorOrAClose() {
    // Given
    var malformed = new ArrayList<>(MalformedHttp.all());
    malformed.addAll(MalformedHttp.unsignedCalls());

    // Then
    malformed.parallelStream()
        .forEach(bad -> assertErrorOrClose(bad.name(), exchange(bad.bytes())));
  }

  @Test
  void malformedHandshakesGetAnErrorAndSpendNothing() throws IOException {
    // Given
    var opened = ConnectedTunnel.open(client, List.of("SSH"));
    var good = Handshake.of("source", opened.sourceAccessToken());

    // When
    MalformedHttp.handshakes(good).parallelStream()
        .forEach(BadInputTest::assertAnsweredWithAnError);

    // Then
    good.acceptedBy(server).close();
  }

  @Test
  void malformedCallsGetAnErrorThatTheSdksUnderstand() {
    MalformedCalls.all(new SignedCall(server)).parallelStream()
        .forEach(bad -> {
          var answer = assertAnsweredWithAnError(bad);
          assertThat(answer).as(bad.name()).containsPattern("\"__type\" ?: ?\"\\w+");
        });
  }

  private static String assertAnsweredWithAnError(Malformed bad) {
    try (var connection = TlsConnection.openFromAnywhere(trusting, server.port())) {
      connection.send(bad.bytes());
      var answer = connection.readAnswer();
      assertThat(answer.status()).as("%s: %s", bad, answer).isBetween(400, 499);
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException("sending " + bad, e);
    }
  }

  @Test
  void thereAreAtLeastTwoHundredByHand() {
    var good = Handshake.of("source", NO_TOKEN);

    assertThat(
            MalformedHttp.all().size()
                + MalformedHttp.unsignedCalls().size()
                + MalformedHttp.handshakes(good).size()
                + MalformedCalls.all(new SignedCall(server)).size())
        .isGreaterThanOrEqualTo(200);
  }

  @Test
  void aThousandRandomInputsGetAnErrorOrAClose() {
    // Given: requests that would be refused even as they are.
    var input =
        new RandomInput(
            SEED,
            Handshake.of("source", NO_TOKEN).bytes(),
            new SignedCall(server).bytes("DescribeTunnel", "{\"tunnelId\":\"none\"}"));
    var inputs = IntStream.range(0, 1_000).mapToObj(i -> input.next()).toList();

    // Then
    inputs.parallelStream()
        .forEach(bytes ->
            assertErrorOrClose(
                "seed %d, %s".formatted(SEED, HexFormat.of().formatHex(bytes)), exchange(bytes)));
  }

  @Test
  void whatIsNoTlsIsClosed() throws IOException {
    // Given
    var input = new RandomInput(SEED, Handshake.of("source", NO_TOKEN).bytes());

    // Then
    for (int i = 0; i < 50; i++) {
      try (var connection = TlsConnection.openPlain(server.port())) {
        connection.send(input.next());
        connection.finishSending();
        assertThat(new String(connection.readToEnd(), StandardCharsets.ISO_8859_1))
            .doesNotContain("HTTP/1.1 2", "HTTP/1.1 101");
      }
    }
  }

  @Test
  void plainHttpOnTheTlsPortFails() {
    var curl =
        Curl.run(Within.seconds(30), "--max-time", "20", "http://127.0.0.1:" + server.port() + "/");

    assertThat(curl.exit()).isNotIn(0, 28);
  }

  @Test
  void handshakesThatDoNotGoOnAreClosed() throws Exception {
    // Given
    var half = Handshake.of("source", NO_TOKEN).bytes();
    var waiting = new ArrayList<TlsConnection>();
    for (int i = 0; i < 10; i++) {
      waiting.add(STAGE.owns(TlsConnection.openPlain(server.port())));
      var begun = STAGE.owns(TlsConnection.open(trusting, server.port()));
      begun.send(Arrays.copyOf(half, half.length / 2));
      waiting.add(begun);
    }

    // When
    try (var dribbling = TlsConnection.open(trusting, server.port())) {

      // Then
      assertThat(dribbling.isEndedWhileDribbling(half)).isTrue();
    }
    for (var connection : waiting) {
      assertThat(connection.readToEnd()).asString(StandardCharsets.UTF_8).doesNotContain(" 101 ");
    }
  }

  @Test
  void aLinkThatBreaksTheProtocolIsEnded() throws IOException {
    for (var bad : MalformedFrames.all()) {
      // Given
      var opened = ConnectedTunnel.open(client, List.of("SSH"));
      try (var link = Handshake.of("source", opened.sourceAccessToken()).acceptedBy(server)) {

        // When
        link.sendRaw(bad.bytes());

        // Then
        assertThat(link.isEnded()).as("after %s", bad).isTrue();
      }
    }
  }
}
