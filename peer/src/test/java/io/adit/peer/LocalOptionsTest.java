package io.adit.peer;

import static io.adit.peer.Apps.read;
import static io.adit.peer.Apps.readAll;
import static io.adit.peer.Apps.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.peer.connection.ConnectionLimits;
import io.adit.peer.socket.RetryPolicy;
import io.adit.wire.Message;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a proxy's settings change about the sockets of its applications. */
class LocalOptionsTest {
  private static final Duration SOON = Duration.ofMillis(10);

  private final PeerFixture fixture = new PeerFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static LocalOptions retrying(int times) {
    return new LocalOptions(ConnectionLimits.DEFAULT, 10, new RetryPolicy(times, SOON), null);
  }

  private static LocalOptions from(@Nullable InetAddress address) {
    return new LocalOptions(ConnectionLimits.DEFAULT, 10, RetryPolicy.NEVER, address);
  }

  @Test
  void aDestinationReachesAServiceThatStartsLate() throws Exception {
    // Given
    int port = Apps.freePort();
    fixture.locally(retrying(RetryPolicy.FOR_EVER)).destination("SSH=127.0.0.1:" + port);
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");

    // When
    link.send(new Message.StreamStart(1, "SSH", 1), Apps.data(1, "SSH", 1, "hello"));

    // Then
    try (ServerSocket service = new ServerSocket(port, 5, InetAddress.ofLiteral("127.0.0.1"));
        Socket app = Apps.accept(service)) {
      assertThat(read(app, 5)).isEqualTo("hello");
    }
  }

  @Test
  void aDestinationGivesAConnectionUpAfterTheLastAttempt() throws Exception {
    fixture.locally(retrying(3)).destination("SSH=127.0.0.1:" + Apps.freePort());
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");

    link.send(new Message.StreamStart(1, "SSH", 1));

    assertThat(link.next()).isInstanceOf(Message.ConnectionReset.class);
  }

  @Test
  void nobodyDialsForAConnectionThatIsOver() throws Exception {
    // Given
    int port = Apps.freePort();
    fixture.locally(retrying(RetryPolicy.FOR_EVER)).destination("SSH=127.0.0.1:" + port);
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    try (Warnings warnings = Warnings.of(DestinationService.class)) {
      link.send(new Message.StreamStart(1, "SSH", 1));
      assertThat(warnings.next()).contains("refused");
    }
    link.send(new Message.ConnectionReset(1, "SSH", 1));
    link.sendPing("read?");
    link.pong();
    link.send(new Message.ConnectionStart(1, "SSH", 2), Apps.data(1, "SSH", 2, "second"));

    // Then
    try (ServerSocket service = new ServerSocket(port, 5, InetAddress.ofLiteral("127.0.0.1"));
        Socket app = Apps.accept(service)) {
      assertThat(read(app, 6)).isEqualTo("second");
    }
  }

  @Test
  void aSourceListensOnceAPortIsFree() throws Exception {
    // Given
    try (Warnings warnings = Warnings.of(SourceListener.class)) {
      PeerFixture.Running source;
      FakeLink link;
      try (ServerSocket taken = Apps.listen("127.0.0.1")) {
        source = fixture.locally(retrying(RetryPolicy.FOR_EVER)).source("" + taken.getLocalPort());
        link = fixture.relay().link();
        link.sendServices("SSH");
        assertThat(warnings.next()).contains("another program listens there; choose another port");
      }

      // When, Then
      try (Socket _ = source.connect("SSH")) {
        assertThat(link.next()).isEqualTo(new Message.StreamStart(1, "SSH", 1));
      }
    }
  }

  @Test
  void aSourceThatFindsItsPortTakenSaysSoAfterTheLastAttempt() throws Exception {
    try (ServerSocket taken = Apps.listen("127.0.0.1")) {
      PeerFixture.Running source = fixture.locally(retrying(2)).source("" + taken.getLocalPort());
      fixture.relay().link().sendServices("SSH");

      assertThat(source.outcome()).isInstanceOf(ProxyOutcome.CannotListen.class);
    }
  }

  @Test
  void oneConnectionTooManyIsTurnedAwayAndTheOthersStay() throws Exception {
    // Given
    LocalOptions one = new LocalOptions(ConnectionLimits.DEFAULT, 1, RetryPolicy.NEVER, null);
    PeerFixture.Running source = fixture.locally(one).source("0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    Socket first = source.connect("SSH");
    link.next();

    // When
    try (Socket second = source.connect("SSH")) {
      assertThat(readAll(second)).isEmpty();
    }

    // Then
    write(first, "still here");
    assertThat(link.nextText(10)).isEqualTo("still here");
    first.close();
    link.next();
    try (Socket _ = source.connect("SSH")) {
      assertThat(link.next()).isEqualTo(new Message.ConnectionStart(1, "SSH", 2));
    }
  }

  @Test
  void noMessageCarriesMoreThanThePayloadThatIsAllowed() throws Exception {
    // Given
    ConnectionLimits small = new ConnectionLimits(3, 1_024, 1_024);
    PeerFixture.Running source =
        fixture.locally(new LocalOptions(small, 10, RetryPolicy.NEVER, null)).source("0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");

    // When
    try (Socket app = source.connect("SSH")) {
      link.next();
      write(app, "12345678");

      // Then
      StringBuilder text = new StringBuilder();
      while (text.length() < 8) {
        Message.Data data = (Message.Data) link.any();
        assertThat(data.payload().remaining()).isLessThanOrEqualTo(3);
        text.append(StandardCharsets.US_ASCII.decode(data.payload()));
      }
      assertThat(text).hasToString("12345678");
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.7, 127.0.0.7", "::1, 127.0.0.1"})
  void aDestinationConnectsFromItsAddressWhereThatReachesTheService(String from, String seen)
      throws Exception {
    try (ServerSocket service = Apps.listen("127.0.0.1")) {
      // Given
      fixture
          .locally(from(InetAddress.ofLiteral(from)))
          .destination("SSH=127.0.0.1:" + service.getLocalPort());
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH");

      // When
      link.send(new Message.StreamStart(1, "SSH", 1));

      // Then
      try (Socket app = Apps.accept(service)) {
        assertThat(List.of(app.getInetAddress().getHostAddress())).containsExactly(seen);
      }
    }
  }
}
