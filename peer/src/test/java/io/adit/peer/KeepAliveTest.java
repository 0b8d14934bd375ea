package io.adit.peer;

import static io.adit.peer.Apps.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.Message;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a proxy keeps its link open, and notices that it is dead. */
class KeepAliveTest {
  private static final Duration PERIOD = PeerFixture.PING_PERIOD;

  private final VirtualTime time = new VirtualTime();
  private final PeerFixture fixture = new PeerFixture().inTime(time);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void pingsAtOnceAndThenInPeriodsWithTheTimeInDecimals() throws Exception {
    fixture.source("0");
    FakeLink link = fixture.relay().link();

    long first = Long.parseLong(link.ping());
    time.advance(PERIOD);

    assertThat(Long.parseLong(link.ping())).isBetween(first, System.currentTimeMillis());
  }

  @Test
  void echoesPings() throws Exception {
    fixture.source("0");
    FakeLink link = fixture.relay().link();

    link.sendPing("echo me");

    assertThat(link.pong()).isEqualTo("echo me");
  }

  @Test
  void leavesARelayThatIsSilentForThreePeriods() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    FakeLink silent = fixture.relay().link();
    silent.ignorePings();
    silent.sendServices("SSH");
    source.awaitConnected();

    // In the first one it was heard.
    time.advance(PERIOD.multipliedBy(3));
    assertThat(source.lostItsLink()).isFalse();
    time.advance(PERIOD);
    source.awaitDisconnected();

    time.advance(Duration.ofSeconds(1));
    fixture.relay().link().sendServices("SSH");
    source.awaitConnected();
  }

  @Test
  void staysWithARelayThatOnlyAnswersPings() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    for (int i = 0; i < 20; i++) {
      link.ping();
      // Behind the relay's pong: that one has been read too.
      link.sendPing("read?");
      link.pong();
      time.advance(PERIOD);
    }

    assertThat(source.lostItsLink()).isFalse();
    try (Socket app = source.connect("SSH")) {
      assertThat(link.next()).isEqualTo(new Message.StreamStart(1, "SSH", 1));
      link.send(Apps.data(1, "SSH", 1, "hi"));
      assertThat(read(app, 2)).isEqualTo("hi");
    }
  }
}
