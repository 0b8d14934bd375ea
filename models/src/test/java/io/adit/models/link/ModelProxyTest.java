package io.adit.models.link;

import static io.adit.models.client.ClientVersion.LOCALPROXY_1_1_0;
import static io.adit.models.client.ClientVersion.LOCALPROXY_2_3_1;
import static io.adit.models.client.ClientVersion.LOCALPROXY_3_3_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.models.App;
import io.adit.models.client.ClientVersion;
import io.adit.models.client.ModelClient;
import io.adit.wire.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What official clients were seen to do on the network. */
class ModelProxyTest {
  private static final Message SERVICES = new Message.ServiceIds(List.of("SSH"));
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Monitor monitor = new Monitor();
  private final FakeRelay relay = listening();
  private final List<ModelProxy> started = new ArrayList<>();

  private static FakeRelay listening() {
    try {
      return new FakeRelay();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void end() throws IOException {
    started.forEach(ModelProxy::close);
    relay.close();
  }

  private static Run run(ClientVersion version, OptionalInt appBytesPerSecond) {
    return new Run(version, List.of("SSH"), new AtomicLong()::incrementAndGet, appBytesPerSecond);
  }

  private FakeRelay.Visit source(ClientVersion version) throws IOException {
    started.add(ModelProxy.source(run(version, OptionalInt.empty()), relay.access(), monitor));
    return relay.next();
  }

  private FakeRelay.Visit destination(ClientVersion version, OptionalInt appBytesPerSecond)
      throws IOException {
    started.add(ModelProxy.destination(run(version, appBytesPerSecond), relay.access(), monitor));
    return relay.next();
  }

  private ModelProxy proxy() {
    return started.getLast();
  }

  private void await(BooleanSupplier condition) {
    assertThat(monitor.await(condition, LIMIT)).isTrue();
  }

  private App open() {
    await(() -> proxy().links() > 0);
    return proxy().open("SSH").orElseThrow();
  }

  @Test
  void itsHandshakeHasTheseHeadersAndNoOthers() throws IOException {
    assertThat(source(LOCALPROXY_3_3_1).request())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("GET /tunnel?local-proxy-mode=source HTTP/1.1"),
            line -> assertThat(line).isEqualTo("Host: relay.example"),
            line -> assertThat(line).isEqualTo("Upgrade: websocket"),
            line -> assertThat(line).isEqualTo("Connection: upgrade"),
            line -> assertThat(line).startsWith("Sec-WebSocket-Key: "),
            line -> assertThat(line).isEqualTo("Sec-WebSocket-Version: 13"),
            line ->
                assertThat(line).isEqualTo("Sec-WebSocket-Protocol: aws.iot.securetunneling-3.0"),
            line -> assertThat(line).isEqualTo("access-token: the-access-token"),
            line -> assertThat(line).isEqualTo("client-token: the-client-token"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "User-Agent: localproxy linux 64-bit/boost-1.81.0/openssl-3.0.0/"
                            + "protobuf-3.21.12"));
  }

  @Test
  void itPingsAtOnceAndByPeriodWithTheTimeInMilliseconds() throws IOException {
    var ping = source(LOCALPROXY_3_3_1).accepts().reads();

    assertThat(ping.opcode()).isEqualTo(WebSocket.PING);
    assertThat(ping.masked()).isTrue();
    assertThat(ping.text()).matches("\\d{13}");
    assertThat(LOCALPROXY_3_3_1.pingPeriodMillis()).isEqualTo(20_000);
    assertThat(LOCALPROXY_2_3_1.pingPeriodMillis()).isEqualTo(5_000);
    assertThat(LOCALPROXY_1_1_0.pingPeriodMillis()).isEqualTo(5_000);
  }

  @Test
  void itAnswersAPingWithTwoPongsOfTheSamePayload() throws IOException {
    var visit = source(LOCALPROXY_3_3_1).accepts();

    visit.sends(WebSocket.PING, new byte[] {7, 8});

    for (int i = 0; i < 2; i++) {
      var pong = visit.readsPastPings();
      assertThat(pong.opcode()).isEqualTo(WebSocket.PONG);
      assertThat(pong.payload()).containsExactly(7, 8);
    }
  }

  @Test
  void itSendsAMessageInFragmentsOf4096Bytes() throws IOException {
    var visit = source(LOCALPROXY_3_3_1).accepts().sends(SERVICES);
    App app = open();
    visit.readsPastPings();

    app.send(64_512);

    for (int i = 0; i < 15; i++) {
      var fragment = visit.readsPastPings();
      assertThat(fragment.opcode()).isEqualTo(i == 0 ? 2 : 0);
      assertThat(fragment.isFinal()).isFalse();
      assertThat(fragment.payload()).hasSize(4_096);
    }
    var last = visit.readsPastPings();
    assertThat(last.isFinal()).isTrue();
    assertThat(last.payload()).hasSizeLessThan(4_096);
  }

  @Test
  void textIsBytesToIt() throws IOException {
    var visit = source(LOCALPROXY_3_3_1).accepts();
    byte[] services = {0, 7, 8, 5, 0x32, 3, 'S', 'S', 'H'};

    visit.sends(1, services);

    await(() -> proxy().links() == 1);
  }

  @Test
  void withoutASubprotocolInTheAnswerItTriesAgainAtOnce() throws IOException {
    source(LOCALPROXY_3_3_1).accepts("");

    relay.next().accepts().sends(SERVICES);

    await(() -> proxy().links() == 1);
    assertThat(proxy().exitCode()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"400 Bad Request", "403 Forbidden", "429 Too Many Requests", "200 OK"})
  void anAnswerThatIsNoneOf5xxEndsItWell(String status) throws IOException {
    source(LOCALPROXY_3_3_1).answers("HTTP/1.1 " + status + "\nContent-Length: 3\n\nno!");

    await(() -> proxy().exitCode().isPresent());
    assertThat(proxy().exitCode()).hasValue(0);
    assertThat(proxy().notes()).containsExactly(status.substring(0, 3) + " no!");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 503 Service Unavailable\nContent-Length: 0\n\n", ""})
  void after5xxOrNoAnswerItComesBack(String answer) throws IOException {
    source(LOCALPROXY_3_3_1).answers(answer).close();

    relay.next().accepts().sends(SERVICES);

    await(() -> proxy().links() == 1);
  }

  @Test
  void aLostConnectionMakesItComeBackWithTheSameTokensAndStreamsFrom1() throws IOException {
    var visit = source(LOCALPROXY_3_3_1).accepts().sends(SERVICES);
    App before = open();
    visit.close();

    var again = relay.next();
    assertThat(again.request())
        .contains("access-token: the-access-token", "client-token: the-client-token");
    again.accepts().sends(SERVICES);

    await(() -> proxy().links() == 2);
    assertThat(before.isOpen()).isFalse();
    proxy().open("SSH");
    assertThat(again.readsPastPings().payload()).containsSequence(0x10, 1).endsWith(0x38, 1);
  }

  @Test
  void aCloseFrameEndsItWithoutOneBack() throws IOException {
    var visit = source(LOCALPROXY_3_3_1).accepts().sends(SERVICES);
    await(() -> proxy().links() == 1);

    visit.sends(WebSocket.CLOSE, new byte[] {3, -24});

    await(() -> proxy().exitCode().isPresent());
    assertThat(proxy().exitCode()).hasValue(0);
    assertThat(visit.isEnded()).isTrue();
  }

  @Test
  void aCloseFrameBeforeServiceIdsAbortsIt() throws IOException {
    source(LOCALPROXY_3_3_1).accepts().sends(WebSocket.CLOSE, new byte[] {3, -24});

    await(() -> proxy().exitCode().isPresent());
    assertThat(proxy().exitCode()).hasValue(134);
    assertThat(proxy().harm()).hasSize(1);
  }

  @Test
  void aPongWithoutANumberEndsIt() throws IOException {
    source(LOCALPROXY_3_3_1).accepts().sends(SERVICES).sends(WebSocket.PONG, new byte[0]);

    await(() -> proxy().exitCode().isPresent());
    assertThat(proxy().exitCode()).hasValue(1);
  }

  @Test
  void whileDeafItLeavesEverythingInItsSocketAndDoesNotNoticeACloseFrame() throws IOException {
    var visit = source(LOCALPROXY_3_3_1).accepts().sends(SERVICES);
    App first = open();
    visit.sends(new Message.StreamReset(1, "SSH", 1));
    await(() -> !first.isOpen());

    // The close frame stands right behind what made it deaf.
    visit.sends(WebSocket.CLOSE, new byte[] {3, -24});
    assertThat(proxy().exitCode()).isEmpty();
    proxy().open("SSH");

    await(() -> proxy().exitCode().isPresent());
  }

  @Test
  void anApplicationThatReadsSlowerThanBytesComeEndsOneOf3() throws IOException {
    var visit = destination(LOCALPROXY_3_3_1, OptionalInt.of(1_000)).accepts().sends(SERVICES);
    visit.sends(new Message.StreamStart(1, "SSH", 1));

    for (int i = 0; i < 3; i++) {
      visit.sends(new Message.Data(1, "SSH", 1, ByteBuffer.allocate(60_000)));
    }

    await(() -> proxy().exitCode().isPresent());
    assertThat(proxy().exitCode()).hasValue(1);
    assertThat(proxy().harm()).singleElement().asString().contains("basic_multi_buffer too long");
  }

  @Test
  void oneOf2ReadsOnWhenItsApplicationHasReadAndLosesNothing() throws IOException {
    var visit = destination(LOCALPROXY_2_3_1, OptionalInt.of(10_000_000)).accepts().sends(SERVICES);
    visit.sends(new Message.StreamStart(1, "SSH", 0));

    for (int i = 0; i < 10; i++) {
      visit.sends(new Message.Data(1, "SSH", 0, ByteBuffer.allocate(60_000)));
    }

    await(() -> !proxy().apps("SSH").isEmpty());
    App app = proxy().apps("SSH").getFirst();
    await(() -> app.traffic().receivedBytes() == 600_000);
    assertThat(proxy().harm()).isEmpty();
    assertThat(ModelClient.WRITE_BUFFER_BYTES).isLessThan(600_000);
  }
}
