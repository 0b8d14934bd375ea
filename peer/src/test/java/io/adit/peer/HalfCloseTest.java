package io.adit.peer;

import static io.adit.peer.Apps.data;
import static io.adit.peer.Apps.read;
import static io.adit.peer.Apps.readAll;
import static io.adit.peer.Apps.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.peer.connection.ConnectionLimits;
import io.adit.peer.connection.Patience;
import io.adit.wire.Dialect;
import io.adit.wire.Message;
import io.adit.wire.Subprotocol;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An application that ends its side, and what it still gets; the wire cannot say the one end. */
class HalfCloseTest {
  private static final Duration QUIET = Patience.DEFAULT.halfClosed();

  private final VirtualTime time = new VirtualTime();
  private final PeerFixture fixture =
      new PeerFixture().inTime(time).hardlyPinging().limitedTo(ConnectionLimits.DEFAULT);

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Waits until the proxy has seen all that its applications did before. */
  private static void settle(FakeLink link) throws InterruptedException {
    link.sendPing("seen?");
    assertThat(link.pong()).isEqualTo("seen?");
  }

  private FakeLink link() throws InterruptedException {
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    return link;
  }

  @Test
  void theReplyToAnApplicationThatSentAndEndedItsSideArrives() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    FakeLink link = link();
    try (Socket app = source.connect("SSH")) {
      link.next();
      write(app, "request");
      app.shutdownOutput();
      assertThat(link.nextText(7)).isEqualTo("request");

      time.advance(QUIET.minusSeconds(1));
      link.send(data(1, "SSH", 1, "the "));
      assertThat(read(app, 4)).isEqualTo("the ");
      time.advance(QUIET.minusSeconds(1));
      link.send(data(1, "SSH", 1, "reply"), new Message.ConnectionReset(1, "SSH", 1));

      assertThat(readAll(app)).isEqualTo("reply");
      assertThat(link.hasMessages()).isFalse();
    }
  }

  @Test
  void whereNoReplyComesTheConnectionEnds() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    FakeLink link = link();
    try (Socket app = source.connect("SSH")) {
      link.next();
      write(app, "an upload");
      app.shutdownOutput();
      assertThat(link.nextText(9)).isEqualTo("an upload");

      while (!link.hasMessages()) {
        time.advance(QUIET);
        settle(link);
      }

      assertThat(link.next()).isEqualTo(new Message.ConnectionReset(1, "SSH", 1));
      assertThat(readAll(app)).isEmpty();
    }
  }

  @Test
  void anApplicationThatEndsAfterTheAnswerIsDoneAtOnce() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    FakeLink link = link();
    try (Socket app = source.connect("SSH")) {
      link.next();
      write(app, "request");
      assertThat(link.nextText(7)).isEqualTo("request");
      link.send(data(1, "SSH", 1, "reply"));
      assertThat(read(app, 5)).isEqualTo("reply");
    }
    assertThat(link.next()).isEqualTo(new Message.ConnectionReset(1, "SSH", 1));
  }

  @Test
  void anApplicationThatIsGoneIsNoticedByTheFirstBytesOfTheReply() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    FakeLink link = link();
    try (Socket app = source.connect("SSH")) {
      link.next();
      write(app, "goodbye");
    }
    assertThat(link.nextText(7)).isEqualTo("goodbye");

    while (!link.hasMessages()) {
      link.send(data(1, "SSH", 1, "to nobody"));
      settle(link);
    }

    assertThat(link.next()).isEqualTo(new Message.ConnectionReset(1, "SSH", 1));
  }

  @Test
  void beforeV3NobodyWaitsForAReplySinceTheNextConnectionWould() throws Exception {
    PeerFixture.Running source = fixture.speaking(Subprotocol.V3, Dialect.V2).source("0");
    FakeLink link = link();
    try (Socket app = source.connect("SSH")) {
      link.next();
      write(app, "request");
      app.shutdownOutput();
      assertThat(link.nextText(7)).isEqualTo("request");
      assertThat(link.next()).isEqualTo(new Message.StreamReset(1, "SSH", 0));
    }
  }

  @Test
  void aServiceThatEndsItsSideEndsTheConnection() throws Exception {
    try (ServerSocket sshd = Apps.listen("127.0.0.1")) {
      fixture.destination("SSH=" + sshd.getLocalPort());
      FakeLink link = link();
      link.send(new Message.StreamStart(1, "SSH", 1));
      try (Socket app = Apps.accept(sshd)) {
        write(app, "all there is");
        app.shutdownOutput();

        assertThat(link.nextText(12)).isEqualTo("all there is");
        assertThat(link.next()).isEqualTo(new Message.ConnectionReset(1, "SSH", 1));
        assertThat(readAll(app)).isEmpty();
      }
    }
  }
}
