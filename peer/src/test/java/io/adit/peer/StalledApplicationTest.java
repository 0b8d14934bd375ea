package io.adit.peer;

import static io.adit.peer.Apps.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.peer.connection.ConnectionLimits;
import io.adit.peer.connection.Patience;
import io.adit.wire.Message;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications that read nothing for minutes: whom they hold up, and for how long. */
class StalledApplicationTest {
  private static final int PAYLOAD_BYTES = 64_000;

  /** More than the kernel and a socket of ours take, less than what stops the link. */
  private static final int WAITING_BYTES = 32 * PAYLOAD_BYTES;

  /** More than the link brings while one application reads nothing. */
  private static final int STALLING_BYTES = 96 * PAYLOAD_BYTES;

  private static final Duration STALL = Patience.DEFAULT.stall();
  private static final Duration LINGER = Patience.DEFAULT.linger();

  private final VirtualTime time = new VirtualTime();
  private final PeerFixture fixture = new PeerFixture().inTime(time).hardlyPinging();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    fixture.close();
  }

  private FakeLink startDestination(UnixApp app) throws InterruptedException {
    fixture.destination("SSH=" + app);
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    link.send(new Message.StreamStart(1, "SSH", 1));
    return link;
  }

  private static void send(FakeLink link, int connectionId, int bytes) {
    for (int sent = 0; sent < bytes; sent += PAYLOAD_BYTES) {
      link.send(new Message.Data(1, "SSH", connectionId, ByteBuffer.allocate(PAYLOAD_BYTES)));
    }
  }

  /** Waits until the proxy has read all that was sent. */
  private static void awaitAllRead(FakeLink link) throws InterruptedException {
    link.sendPing("read so far?");
    assertThat(link.pong()).isEqualTo("read so far?");
  }

  /** Moves time on until the proxy sends something; returns for how long. */
  private Duration advanceUntilAnswered(FakeLink link) throws Exception {
    Duration waited = Duration.ZERO;
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!link.hasMessages()) {
      assertThat(System.nanoTime()).as("nothing came for %s", waited).isLessThan(end);
      time.advance(Duration.ofSeconds(10));
      waited = waited.plusSeconds(10);
    }
    return waited;
  }

  @Test
  void whatWaitsForAnApplicationThatNeverReadsIsDroppedAMinuteAfterTheOtherEndClosed()
      throws Exception {
    try (UnixApp app = UnixApp.listen(folder.resolve("app"))) {
      FakeLink link = startDestination(app);
      try (SocketChannel stalled = app.accept()) {
        send(link, 1, WAITING_BYTES);
        link.send(new Message.ConnectionReset(1, "SSH", 1));
        awaitAllRead(link);

        time.advance(LINGER.plusSeconds(5));

        assertThat(UnixApp.read(stalled, WAITING_BYTES)).isLessThan(WAITING_BYTES);
      }
    }
  }

  @Test
  void anApplicationThatReadsSlowlyGetsAllAfterTheOtherEndClosed() throws Exception {
    try (UnixApp app = UnixApp.listen(folder.resolve("app"))) {
      FakeLink link = startDestination(app);
      try (SocketChannel slow = app.accept()) {
        send(link, 1, WAITING_BYTES);
        link.send(new Message.ConnectionReset(1, "SSH", 1));
        awaitAllRead(link);

        // More at a time than the kernel holds: reading it takes something from the proxy.
        for (int left = WAITING_BYTES; left > 0; left -= 8 * PAYLOAD_BYTES) {
          time.advance(LINGER.minusSeconds(5));
          assertThat(UnixApp.read(slow, 8 * PAYLOAD_BYTES)).isEqualTo(8 * PAYLOAD_BYTES);
        }
        assertThat(UnixApp.read(slow, 1)).isZero();
      }
    }
  }

  @Test
  void oneThatHoldsUpTheTunnelForTooLongIsResetSoThatTheOthersGoOn() throws Exception {
    try (UnixApp app = UnixApp.listen(folder.resolve("app"))) {
      FakeLink link = startDestination(app);
      try (SocketChannel _ = app.accept()) {
        link.send(new Message.ConnectionStart(1, "SSH", 2));
        try (SocketChannel other = app.accept()) {
          send(link, 1, STALLING_BYTES);
          link.send(data(1, "SSH", 2, "at last"));

          Duration waited = advanceUntilAnswered(link);

          assertThat(link.next()).isEqualTo(new Message.ConnectionReset(1, "SSH", 1));
          assertThat(waited).isGreaterThanOrEqualTo(STALL);
          assertThat(UnixApp.read(other, 7)).isEqualTo(7);
        }
      }
    }
  }

  @Test
  void oneThatReadsABitNowAndThenIsNotReset() throws Exception {
    try (UnixApp app = UnixApp.listen(folder.resolve("app"))) {
      FakeLink link = startDestination(app);
      try (SocketChannel slow = app.accept()) {
        send(link, 1, STALLING_BYTES);

        for (int left = STALLING_BYTES; left > 0; left -= 8 * PAYLOAD_BYTES) {
          time.advance(STALL.minusSeconds(30));
          assertThat(UnixApp.read(slow, 8 * PAYLOAD_BYTES)).isEqualTo(8 * PAYLOAD_BYTES);
        }
        assertThat(link.hasMessages()).isFalse();
      }
    }
  }

  @Test
  void oneThatHasTheTunnelToItselfMayWaitForHours() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    try (Socket app = source.connect("SSH")) {
      link.next();
      send(link, 1, 4 * STALLING_BYTES);

      for (int hour = 0; hour < 12; hour++) {
        time.advance(Duration.ofHours(1));
      }

      assertThat(app.getInputStream().readNBytes(4 * STALLING_BYTES)).hasSize(4 * STALLING_BYTES);
      assertThat(link.hasMessages()).isFalse();
    }
  }

  @Test
  void manyThatReadNothingStopTheLinkTogether() throws Exception {
    int connections = 24;
    fixture.limitedTo(ConnectionLimits.DEFAULT.queueing(1 << 20, 2 << 20));
    List<SocketChannel> stalled = new ArrayList<>();
    try (UnixApp app = UnixApp.listen(folder.resolve("app"))) {
      FakeLink link = startDestination(app);
      stalled.add(app.accept());
      for (int id = 2; id <= connections; id++) {
        link.send(new Message.ConnectionStart(1, "SSH", id));
        stalled.add(app.accept());
      }
      // Below each one's own bound, once the kernel and our sockets are full.
      for (int id = 1; id <= connections; id++) {
        send(link, id, 20 * PAYLOAD_BYTES);
      }
      link.send(new Message.ConnectionStart(1, "SSH", 99));

      // Time alone frees the link: the one start behind all those bytes waits for it.
      assertThat(advanceUntilSilentIsReset(link)).isGreaterThanOrEqualTo(STALL);
    } finally {
      for (SocketChannel channel : stalled) {
        channel.close();
      }
    }
  }

  private Duration advanceUntilSilentIsReset(FakeLink link) throws Exception {
    Duration waited = advanceUntilAnswered(link);
    assertThat(link.next()).isInstanceOf(Message.ConnectionReset.class);
    return waited;
  }

  @Test
  void aConnectionThatIsStillDialledHoldsWhatComes() throws IOException, InterruptedException {
    // Nobody accepts, but the kernel has connected: all that was sent waits in order.
    try (UnixApp app = UnixApp.listen(folder.resolve("app"))) {
      FakeLink link = startDestination(app);
      send(link, 1, 2 * PAYLOAD_BYTES);
      link.send(new Message.ConnectionReset(1, "SSH", 1));

      try (SocketChannel late = app.accept()) {
        assertThat(UnixApp.read(late, 3 * PAYLOAD_BYTES)).isEqualTo(2 * PAYLOAD_BYTES);
      }
    }
  }
}
