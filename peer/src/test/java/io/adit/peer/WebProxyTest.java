package io.adit.peer;

import static io.adit.peer.Apps.read;
import static io.adit.peer.Apps.write;
import static io.adit.peer.FakeWebProxy.ESTABLISHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.peer.link.RelayAccess;
import io.adit.peer.link.RelayTrust;
import io.adit.peer.link.WebProxy;
import io.adit.peer.socket.Endpoint;
import io.adit.wire.Message;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to the relay through a web proxy. */
class WebProxyTest {
  private static final WebProxy.Login LOGIN = new WebProxy.Login("Aladdin", "open sesame");

  private final PeerFixture fixture = new PeerFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private PeerFixture.Running sourceThrough(WebProxy webProxy) {
    return fixture.through(webProxy).source("0");
  }

  private static WebProxy at(FakeWebProxy proxy, WebProxy.@Nullable Login login) {
    return new WebProxy(false, new Endpoint.Tcp("127.0.0.1", proxy.port()), login);
  }

  private String relay() {
    return "localhost:" + fixture.relay().port();
  }

  @Test
  void carriesALinkAndItsBytes() throws Exception {
    try (FakeWebProxy proxy = FakeWebProxy.start(fixture.vertx())) {
      // Given
      PeerFixture.Running source = sourceThrough(at(proxy, null));
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH");

      // When
      try (Socket app = source.connect("SSH")) {
        assertThat(link.next()).isEqualTo(new Message.StreamStart(1, "SSH", 1));
        write(app, "there");
        assertThat(link.nextText(5)).isEqualTo("there");
        link.send(Apps.data(1, "SSH", 1, "and back"));

        // Then
        assertThat(read(app, 8)).isEqualTo("and back");
      }
      assertThat(proxy.request())
          .isEqualTo("CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(relay(), relay()));
    }
  }

  @Test
  void tellsTheWebProxyWhoWeAreAndTheRelayNothingOfIt() throws Exception {
    try (FakeWebProxy proxy = FakeWebProxy.start(fixture.vertx())) {
      sourceThrough(at(proxy, LOGIN));

      assertThat(proxy.request())
          .contains("\r\nProxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n");
      assertThat(fixture.relay().link().request().headers())
          .doesNotContainKey("proxy-authorization");
    }
  }

  @Test
  void speaksTlsWithTheWebProxyAndTlsWithTheRelayInside() throws Exception {
    try (FakeWebProxy proxy = FakeWebProxy.startWithTls(fixture.vertx(), "relay.pem")) {
      PeerFixture.Running source =
          sourceThrough(new WebProxy(true, new Endpoint.Tcp("localhost", proxy.port()), LOGIN));
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH");

      try (Socket app = source.connect("SSH")) {
        link.next();
        String much = "x".repeat(300_000);
        write(app, much);
        assertThat(link.nextText(much.length())).isEqualTo(much);
      }
    }
  }

  @Test
  void doesNotTellItsLoginToAWebProxyThatCannotProveItsName() throws Exception {
    try (FakeWebProxy proxy = FakeWebProxy.startWithTls(fixture.vertx(), "elsewhere.pem");
        Warnings warnings = Warnings.of(Proxy.class)) {
      sourceThrough(new WebProxy(true, new Endpoint.Tcp("localhost", proxy.port()), LOGIN));

      assertThat(warnings.next())
          .startsWith(
              "The web proxy localhost:" + proxy.port() + " has a certificate that does not");
    }
  }

  @Test
  void doesNotBelieveARelayBehindItThatCannotProveItsName() throws Exception {
    try (FakeWebProxy proxy = FakeWebProxy.start(fixture.vertx());
        FakeRelay elsewhere = FakeRelay.startWithCertificate(fixture.vertx(), "elsewhere.pem");
        Warnings warnings = Warnings.of(Proxy.class)) {
      fixture.reaching("localhost", elsewhere.port());
      sourceThrough(at(proxy, null));

      assertThat(warnings.next())
          .startsWith("localhost:" + elsewhere.port() + " has a certificate that does not fit");
    }
  }

  @Test
  void believesAnyRelayBehindItWhereItIsToldTo() throws Exception {
    try (FakeWebProxy proxy = FakeWebProxy.start(fixture.vertx());
        FakeRelay elsewhere = FakeRelay.startWithCertificate(fixture.vertx(), "elsewhere.pem")) {
      fixture.reaching("localhost", elsewhere.port()).trusting(new RelayTrust.Anyone());
      PeerFixture.Running source = sourceThrough(at(proxy, null));

      elsewhere.link().sendServices("SSH");
      source.awaitConnected();
    }
  }

  @Test
  void understandsAnAnswerInAnyPieces() throws Exception {
    String answer =
        "HTTP/1.0 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\nContent-Length: 99\r\nVia: nobody\r\n\r\n";
    try (FakeWebProxy proxy = FakeWebProxy.start(fixture.vertx())) {
      for (int cut = 1; cut < answer.length(); cut += 7) {
        List<String> pieces = List.of(answer.substring(0, cut), answer.substring(cut));
        proxy.answer(_ -> pieces);
        PeerFixture.Running source = sourceThrough(at(proxy, null));

        fixture.relay().link().sendServices("SSH");
        source.awaitConnected();
        source.stop();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 503 Not now | answered 503 (Not now) to CONNECT RELAY",
        "HTTP/1.1 500 Oh | answered 500 (Oh) to CONNECT RELAY",
        "HTTP/1.1 301 Moved | answered 301 (Moved) to CONNECT RELAY",
        "HTTP/1.1 101 Switching | answered 101 (Switching) to CONNECT RELAY",
        "HTTP/1.1 407 Who | asks for a login (407); put it into https_proxy:"
            + " http://USER:PASSWORD@HOST:PORT, both percent-encoded",
        "SSH-2.0-OpenSSH_9.2p1 | sent no HTTP response: 'SSH-2.0-OpenSSH_9.2p1'",
        "HTTP/1.1 407 Who#Proxy-Authenticate: NTLM#Proxy-Authenticate: Negotiate |"
            + " asks for a login (407) by NTLM, Negotiate; only Basic is known",
      })
  void saysWhatTheWebProxySaidAndTriesAgain(String answer, String said) throws Exception {
    try (FakeWebProxy proxy = FakeWebProxy.start(fixture.vertx());
        Warnings warnings = Warnings.of(Proxy.class)) {
      // Given
      AtomicInteger asked = new AtomicInteger();
      proxy.answer(_ ->
          List.of(
              asked.incrementAndGet() <= 2
                  ? answer.replace("#", "\r\n") + "\r\n\r\n"
                  : ESTABLISHED));

      // When
      PeerFixture.Running source = sourceThrough(at(proxy, null));

      // Then
      assertThat(warnings.next())
          .startsWith(
              "The web proxy http://127.0.0.1:%d %s; next attempt in "
                  .formatted(proxy.port(), said.replace("RELAY", relay())));
      fixture.relay().link().sendServices("SSH");
      source.awaitConnected();
    }
  }

  @Test
  void saysThatTheLoginIsRefusedAndNotWhichItIs() throws Exception {
    try (FakeWebProxy proxy = FakeWebProxy.start(fixture.vertx());
        Warnings warnings = Warnings.of(Proxy.class)) {
      proxy.answer(_ -> List.of("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=x\r\n\r\n"));
      sourceThrough(at(proxy, LOGIN));

      assertThat(warnings.next())
          .contains("refuses the login in https_proxy (407)")
          .doesNotContain("Aladdin")
          .doesNotContain("sesame");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | closed without an answer",
        "HTTP/1.1 500 Half#X: | closed without an answer",
        "HTTP/1.1 200 OK##hello | sent more than its answer to CONNECT",
      })
  void triesAgainAfterWhatIsNoAnswer(String answer, String said) throws Exception {
    try (FakeWebProxy proxy = FakeWebProxy.start(fixture.vertx());
        Warnings warnings = Warnings.of(Proxy.class)) {
      AtomicInteger asked = new AtomicInteger();
      proxy.answer(
          _ -> List.of(asked.incrementAndGet() > 1 ? ESTABLISHED : answer.replace("#", "\r\n")));

      PeerFixture.Running source = sourceThrough(at(proxy, null));

      assertThat(warnings.next()).contains("The web proxy http://127.0.0.1:").contains(said);
      fixture.relay().link().sendServices("SSH");
      source.awaitConnected();
    }
  }

  @Test
  void doesNotReadAnAnswerWithoutEnd() throws Exception {
    try (FakeWebProxy proxy = FakeWebProxy.start(fixture.vertx());
        Warnings warnings = Warnings.of(Proxy.class)) {
      proxy.answer(_ -> List.of("HTTP/1.1 500 Long\r\nX: " + "x".repeat(20_000)));
      sourceThrough(at(proxy, null));

      assertThat(warnings.next()).contains("sent a response head of more than 16 KiB");
    }
  }

  @Test
  void triesAgainUntilTheWebProxyIsThere() throws Exception {
    int port = Apps.freePort();
    try (Warnings warnings = Warnings.of(Proxy.class)) {
      sourceThrough(new WebProxy(false, new Endpoint.Tcp("127.0.0.1", port), null));

      assertThat(warnings.next())
          .startsWith("The web proxy 127.0.0.1:" + port + " refused; next attempt in ");
    }
  }

  @Test
  void saysThatTheRelayBehindItEndsTheHandshake() throws Exception {
    try (FakeWebProxy proxy = FakeWebProxy.start(fixture.vertx());
        Warnings warnings = Warnings.of(Proxy.class)) {
      fixture.reaching("localhost", Apps.freePort());
      sourceThrough(at(proxy, null));

      assertThat(warnings.next()).startsWith("The web proxy ").contains("closed without an answer");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX: y", "a\nb", "a\u0000b", "a b", ""})
  void noLineOfARequestCanBeInjected(String host) {
    assertThatThrownBy(
            () -> {
              Endpoint.Tcp address = new Endpoint.Tcp(host, 443);
              new RelayAccess(address, new RelayTrust.Anyone(), null);
            })
        .isInstanceOf(IllegalArgumentException.class);
    if (host.chars().anyMatch(Character::isISOControl)) {
      assertThatThrownBy(() -> new WebProxy.Login("user", host))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new WebProxy.Login(host, "password"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void noTextOfItHoldsTheLogin() {
    assertThat(new WebProxy(true, new Endpoint.Tcp("::1", 3128), LOGIN))
        .hasToString("https://[::1]:3128");
    assertThat(LOGIN.toString()).doesNotContain("Aladdin").doesNotContain("sesame");
  }
}
