package io.adit.server.relay;

import static io.adit.server.testing.Messages.data;
import static io.adit.server.testing.Messages.serviceIds;
import static io.adit.server.testing.Messages.streamReset;
import static io.adit.server.testing.Messages.streamStart;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.diagnosis.LinkView;
import io.adit.server.diagnosis.TunnelView;
import io.adit.server.relay.LinkClient.Frame;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.wire.Side;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How links of clients that vanished are noticed, on a real port and in virtual time. */
class SilentLinkTest {
  @TempDir Path folder;
  private RelayFixture server;
  private OpenedTunnel tunnel;
  private LinkClient source;
  private LinkClient destination;

  @BeforeEach
  void join() throws IOException {
    server = new RelayFixture(folder);
    tunnel = server.open("SSH");
    destination = server.link(Side.DESTINATION, tunnel.destination());
    source = server.link(Side.SOURCE, tunnel.source());
    assertThat(destination.next()).isEqualTo(serviceIds("SSH"));
    assertThat(source.next()).isEqualTo(serviceIds("SSH"));
  }

  @AfterEach
  void stop() throws IOException {
    source.close();
    destination.close();
    server.close();
  }

  @Test
  void aSilentClientIsDroppedWithoutACloseFrameAndTheOtherSideIsTold() throws Exception {
    // Given
    pingEveryTwentySeconds(destination, 2);
    source.send(streamStart(1, "SSH", 1));
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
    pingEveryTwentySeconds(source, 2);

    // When: the destination goes on, the source does not.
    pingEveryTwentySeconds(destination, 4);
    pass(20);

    // Then
    assertThat(destination.next()).isEqualTo(streamReset(1, "SSH", 1));
    assertThat(source.isCut()).isTrue();
    pingEveryTwentySeconds(destination, 5);
  }

  @Test
  void aClientThatNeverPingsIsAskedWithAnEmptyPing() throws Exception {
    for (int i = 0; i < 10; i++) {
      pass(30);

      Frame asked = source.nextFrame();
      assertThat(asked.opcode()).isEqualTo(LinkClient.PING);
      assertThat(asked.payload()).isEmpty();
      assertThat(destination.nextFrame().opcode()).isEqualTo(LinkClient.PING);
      source.sendFrame(true, LinkClient.PONG, new byte[0]);
      destination.sendFrame(true, LinkClient.PONG, new byte[0]);
      eventuallyHeard(Side.SOURCE);
      eventuallyHeard(Side.DESTINATION);
    }
  }

  @Test
  void aClientThatIsNotReadIsNotTakenForGone() throws Exception {
    // Given: the destination reads nothing, so the source is not read.
    source.send(streamStart(1, "SSH", 1));
    byte[] payload = new byte[60_000];
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> sending =
          threads.submit(() -> {
            for (int i = 0; i < 400; i++) {
              source.send(data(1, "SSH", 1, payload));
            }
            return null;
          });
      RelayFixture.eventually("the source is not read", () -> !traffic(Side.SOURCE).isRead());

      // When: much more time passes than a silent client has.
      for (int i = 0; i < 100; i++) {
        pass(20);
        destination.sendFrame(true, LinkClient.PING, now());
        eventuallyHeard(Side.DESTINATION);
      }

      // Then
      assertThat(traffic(Side.SOURCE).silence()).isZero();
      readAll(400 * payload.length);
      sending.get();
      pingEveryTwentySeconds(source, 1);
    }
  }

  private void readAll(int bytes) throws IOException {
    for (int left = bytes; left > 0; ) {
      Frame frame = destination.nextFrame();
      // The rest of each frame but DATA is a pong, or the start.
      left -= frame.payload().length > 50_000 ? 60_000 : 0;
    }
  }

  private void pingEveryTwentySeconds(LinkClient link, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      pass(20);
      link.sendFrame(true, LinkClient.PING, now());
      Frame frame = link.nextFrame();
      while (frame.opcode() == LinkClient.PING) {
        frame = link.nextFrame();
      }
      assertThat(frame.opcode()).isEqualTo(LinkClient.PONG);
    }
  }

  private static byte[] now() {
    return "1767225600000".getBytes(StandardCharsets.US_ASCII);
  }

  private void pass(int seconds) {
    server.time.advance(Duration.ofSeconds(seconds));
    server.relay.sweep();
  }

  private void eventuallyHeard(Side side) {
    RelayFixture.eventually(side + " is heard", () -> traffic(side).silence().isZero());
  }

  private LinkView.Traffic traffic(Side side) {
    TunnelView view = server.relay.view(tunnel.tunnel().tunnelId());
    return (side == Side.SOURCE ? view.source() : view.destination()).orElseThrow().traffic();
  }
}
