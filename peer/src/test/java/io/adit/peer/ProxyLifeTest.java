package io.adit.peer;

import static io.adit.peer.Apps.readAll;
import static io.adit.peer.Apps.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.peer.link.RelayTrust;
import io.adit.peer.socket.Endpoint;
import io.adit.wire.Message;
import io.adit.wire.Side;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a proxy begins, comes back and ends. */
class ProxyLifeTest {
  private static final ReconnectPolicy FAST =
      new ReconnectPolicy(Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofSeconds(30));

  private final PeerFixture fixture = new PeerFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void comesBackByItselfAndListensOnTheSamePort() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    FakeLink first = fixture.relay().link();
    first.sendServices("SSH");
    Endpoint endpoint = source.endpoint("SSH");
    Socket old = source.connect("SSH");
    first.next();

    first.drop();
    FakeLink second = fixture.relay().link();
    second.sendServices("SSH");
    source.awaitConnected();
    source.awaitConnected();

    assertThat(readAll(old)).isEmpty();
    assertThat(source.endpoint("SSH")).isEqualTo(endpoint);
    assertThat(second.request().header("client-token"))
        .isEqualTo(first.request().header("client-token"));
    try (Socket fresh = source.connect("SSH")) {
      // Numbers begin anew with the link.
      assertThat(second.next()).isEqualTo(new Message.StreamStart(1, "SSH", 1));
      write(fresh, "back");
      assertThat(second.nextText(4)).isEqualTo("back");
    }
  }

  @Test
  void comesBackWhenTheRelayDoes() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    fixture.relay().link().sendServices("SSH");
    source.awaitConnected();
    int port = fixture.relay().port();

    fixture.relay().die();
    source.awaitDisconnected();
    fixture.relay().revive(port);

    fixture.relay().link().sendServices("SSH");
    source.awaitConnected();
  }

  @Test
  void turnsApplicationsAwayWhileThereIsNoLink() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    fixture.relay().link().sendServices("SSH");
    source.awaitConnected();
    int port = fixture.relay().port();

    fixture.relay().die();
    source.awaitDisconnected();

    try (Socket app = source.connect("SSH")) {
      assertThat(readAll(app)).isEmpty();
    }
    fixture.relay().revive(port);
  }

  @Test
  void aPartThatIsMissingWhileALinkIsOpenedIsTheEnd() {
    X509Certificate broken = new BrokenCertificate();
    fixture.trusting(new RelayTrust.Authorities(List.of(broken), false)).reconnecting(FAST);

    ProxyOutcome outcome = fixture.source("0").outcome();

    assertThat(outcome)
        .isEqualTo(
            new ProxyOutcome.Defect(
                "A part of this program is missing or does not fit"
                    + " (java.lang.NoClassDefFoundError: io/adit/Missing)"));
  }

  @Test
  void aPartThatIsMissingOnAnOpenLinkIsTheEnd() throws Exception {
    PeerFixture.Running destination = fixture.destination("SSH=127.0.0.1:1");
    destination.failWith(new NoClassDefFoundError("io/adit/Missing"));

    fixture.relay().link().sendServices("SSH");

    assertThat(destination.outcome())
        .isInstanceOf(ProxyOutcome.Defect.class)
        .extracting(ProxyOutcome::text)
        .asString()
        .contains("io/adit/Missing");
  }

  @Test
  void isRefusedWithTheRelaysWords() {
    fixture
        .relay()
        .answer(_ -> "HTTP/1.1 403 Forbidden\r\nContent-Length: 20\r\n\r\nInvalid access-token");

    assertThat(fixture.source("0").outcome())
        .isEqualTo(new ProxyOutcome.Refused(403, "Invalid access-token"));
  }

  @Test
  void showsALongRefusalWholeAndNothingThatATerminalObeys() {
    String sentence = "The access token is not for this tunnel. ".repeat(12);
    String body = sentence + "\r\nSee\t\u001b[31mthe page\u202e";
    fixture
        .relay()
        .answer(_ ->
            "HTTP/1.1 400 Bad Request\r\nX-Status-Reason: short\r\nContent-Length: "
                + body.getBytes(UTF_8).length
                + "\r\n\r\n"
                + body);

    assertThat(fixture.source("0").outcome())
        .isEqualTo(new ProxyOutcome.Refused(400, sentence + "See ?[31mthe page?"));
  }

  @Test
  void boundsARefusal() {
    fixture.relay().answer(_ -> "HTTP/1.1 400 Bad Request\r\n\r\n" + "x".repeat(100_000));

    assertThat(fixture.source("0").outcome())
        .isEqualTo(new ProxyOutcome.Refused(400, "x".repeat(1_024) + "…"));
  }

  @Test
  void doesNotShowAWebPageAsAReason() {
    fixture
        .relay()
        .answer(
            _ -> "HTTP/1.1 404 Not Found\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html>");

    assertThat(fixture.source("0").outcome()).isEqualTo(new ProxyOutcome.Refused(404, "Not Found"));
  }

  @Test
  void endsWellWhenTheTunnelIsClosedBeforeItCame() {
    fixture
        .relay()
        .answer(_ -> "HTTP/1.1 400 Bad Request\r\nX-Status-Reason: Tunnel is closed\r\n\r\n");

    assertThat(fixture.source("0").outcome())
        .isEqualTo(new ProxyOutcome.Closed("Tunnel is closed"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 500 Internal Server Error\r\n\r\n",
        "HTTP/1.1 429 Too Many Requests\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2p1 Debian\r\n\r\n",
        "",
        """
        HTTP/1.1 101 Switching Protocols\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Accept: wrong\r
        Sec-WebSocket-Protocol: aws.iot.securetunneling-3.0\r
        \r
        """
      })
  void triesAgainAfter(String answer) throws Exception {
    Set<FakeLink.Request> turnedAway = ConcurrentHashMap.newKeySet();
    fixture
        .relay()
        .answer(request ->
            turnedAway.size() < 2 && turnedAway.add(request) ? answer : request.accept());
    PeerFixture.Running source = fixture.source("0");

    FakeLink link = fixture.relay().link();
    while (turnedAway.contains(link.request())) {
      link = fixture.relay().link();
    }
    link.sendServices("SSH");

    source.awaitConnected();
  }

  @Test
  void endsWhenTheTunnelIsClosed() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    Socket app = source.connect("SSH");
    link.next();

    link.send(Apps.data(1, "SSH", 1, "last words"));
    link.sendClose(1000, "Tunnel is closed");

    assertThat(source.outcome()).isEqualTo(new ProxyOutcome.Closed("Tunnel is closed"));
    assertThat(readAll(app)).isEqualTo("last words");
    assertThat(link.close()).isEqualTo(new FakeLink.Close(1000, ""));
  }

  @Test
  void saysThatItWasReplaced() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    fixture.relay().link().sendClose(1008, "Replaced by another connection");

    assertThat(source.outcome())
        .isEqualTo(new ProxyOutcome.Dismissed("Replaced by another connection"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1001, 1011, 1012, 1013})
  void comesBackAfterACloseThatIsNotAboutTheTunnel(int code) throws Exception {
    PeerFixture.Running source = fixture.source("0");
    fixture.relay().link().sendClose(code, "come back");

    fixture.relay().link().sendServices("SSH");
    source.awaitConnected();
  }

  @Test
  void refusesOtherServicesThanItsMapping() throws Exception {
    PeerFixture.Running source = fixture.source("SSH=0,WEB=0");
    fixture.relay().link().sendServices("SSH");

    assertThat(source.outcome())
        .isEqualTo(
            new ProxyOutcome.ServiceMismatch(
                "the tunnel has the services [SSH], the mapping is for [SSH, WEB];"
                    + " they must be the same"));
  }

  @Test
  void saysWhichPortIsTaken() throws Exception {
    try (ServerSocket taken = Apps.listen("127.0.0.1")) {
      PeerFixture.Running source = fixture.source("SSH=" + taken.getLocalPort());
      fixture.relay().link().sendServices("SSH");

      assertThat(source.outcome())
          .isEqualTo(
              new ProxyOutcome.CannotListen(
                  "cannot listen on 127.0.0.1:"
                      + taken.getLocalPort()
                      + ": another program listens there; choose another port"));
    }
  }

  @Test
  void listensOnAFreePortForEachServiceItWasNotToldOf() throws Exception {
    PeerFixture.Running source =
        fixture.start(Side.SOURCE, new ServiceMap.Open(Map.of(), "127.0.0.1"));
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH", "WEB");

    try (Socket _ = source.connect("WEB")) {
      assertThat(link.next()).isEqualTo(new Message.StreamStart(1, "WEB", 1));
    }
    assertThat(source.endpoint("SSH")).isNotEqualTo(source.endpoint("WEB"));
  }

  @Test
  void closesWithACloseFrameWhenItIsStopped() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    Socket app = source.connect("SSH");
    link.next();

    assertThat(source.stop()).isEqualTo(new ProxyOutcome.Stopped("stopped"));

    assertThat(link.close().code()).isEqualTo(1000);
    assertThat(readAll(app)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void givesUpAfterAsManyAttemptsAsItMayMake(int attempts) {
    AtomicInteger made = new AtomicInteger();
    fixture.relay().answer(_ -> "HTTP/1.1 503 attempt " + made.incrementAndGet() + "\r\n\r\n");

    PeerFixture.Running source = fixture.reconnecting(FAST.limitedTo(attempts, true)).source("0");

    assertThat(source.outcome())
        .isEqualTo(
            new ProxyOutcome.GaveUp(
                "localhost:%d answered 503 (attempt %d)"
                    .formatted(fixture.relay().port(), attempts + 1)));
    assertThat(made).hasValue(attempts + 1);
  }

  @Test
  void countsAttemptsAnewAfterALinkWasOpen() throws Exception {
    AtomicInteger made = new AtomicInteger();
    fixture
        .relay()
        .answer(request ->
            made.incrementAndGet() % 2 == 0 ? request.accept() : "HTTP/1.1 503 Later\r\n\r\n");
    PeerFixture.Running source = fixture.reconnecting(FAST.limitedTo(1, true)).source("0");

    for (int link = 0; link < 3; link++) {
      FakeLink open = fixture.relay().link();
      open.sendServices("SSH");
      source.awaitConnected();
      open.drop();
      source.awaitDisconnected();
    }
  }

  @Test
  void doesNotComeBackWhereALossIsTheEnd() throws Exception {
    PeerFixture.Running source =
        fixture.reconnecting(FAST.limitedTo(ReconnectPolicy.FOR_EVER, false)).source("0");
    fixture.relay().link().drop();

    assertThat(source.outcome())
        .isEqualTo(
            new ProxyOutcome.GaveUp(
                "Connection to wss://localhost:%d lost: the relay dropped the connection"
                    .formatted(fixture.relay().port())));
  }

  @Test
  void stopsWhileTheRelayIsAway() throws Exception {
    fixture
        .reaching("127.0.0.1", Apps.freePort())
        .reconnecting(
            new ReconnectPolicy(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1)));

    assertThat(fixture.source("0").stop()).isEqualTo(new ProxyOutcome.Stopped("stopped"));
  }

  @Test
  void dropsALinkThatSendsGarbageAndComesBack() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    source.awaitConnected();

    link.sendRaw(new byte[] {(byte) 0x81, 0x01, 'x'});

    assertThat(link.close().code()).isEqualTo(1003);
    source.awaitDisconnected();
    fixture.relay().link().sendServices("SSH");
    source.awaitConnected();
  }
}
