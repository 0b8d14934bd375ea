package io.adit.server.relay;

import static io.adit.server.testing.Messages.connectionReset;
import static io.adit.server.testing.Messages.data;
import static io.adit.server.testing.Messages.serviceIds;
import static io.adit.server.testing.Messages.streamReset;
import static io.adit.server.testing.Messages.streamStart;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.diagnosis.LinkView;
import io.adit.server.diagnosis.TunnelView;
import io.adit.server.flow.Pacer;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.wire.AccessToken;
import io.adit.wire.Message;
import io.adit.wire.Side;
import io.adit.wire.websocket.MessageFraming;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What official clients are sent, and how fast, on a real port and in virtual time. Facts: client
 * sheet, section 2.7.
 */
@SuppressWarnings("NullAway.Init") // each test joins the two links in its own way
class PacedLinkTest {
  private static final String OFFICIAL =
      "localproxy linux 64-bit/boost-1.81.0/openssl-3.0.0/protobuf-3.21.12";
  private static final int PAYLOAD_BYTES = 20_000;

  private static final int FRAME_BYTES = MessageFraming.fromServer(message(0)).size();

  @TempDir Path folder;
  private RelayFixture server;
  private OpenedTunnel tunnel;
  private LinkClient source;
  private LinkClient destination;

  @BeforeEach
  void start() throws IOException {
    server = new RelayFixture(folder);
    tunnel = server.open("SSH");
  }

  @AfterEach
  void stop() throws IOException {
    source.close();
    destination.close();
    server.close();
  }

  @Test
  void anOfficialClientIsSentEverythingAtAwssRate() throws Exception {
    // Given
    join("adit", OFFICIAL);
    int messages = 500;

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // When: no time passes.
      Future<?> sending = threads.submit(() -> send(messages));
      RelayFixture.eventually("the source is not read", () -> !traffic(Side.SOURCE).isRead());

      // Then: one burst, and little more waits.
      assertThat(traffic(Side.DESTINATION).pacedBytesPerSecond()).isEqualTo(800_000);
      assertThat(traffic(Side.DESTINATION).bytesSent()).isLessThanOrEqualTo(Pacer.BURST_BYTES);
      assertThat(traffic(Side.DESTINATION).unsentBytes())
          .isLessThanOrEqualTo(3 * Pacer.BURST_BYTES + FRAME_BYTES);
      assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));

      // When, Then: in steps that bring less than a message, for a bucket that has to wait for one
      // until it is full loses what time brings then.
      int read = 0;
      for (int step = 1; read < messages; step++) {
        server.time.advance(Duration.ofMillis(10));
        long allowed = Pacer.BURST_BYTES + step * 8_000L;
        assertThat(traffic(Side.DESTINATION).bytesSent()).isLessThanOrEqualTo(allowed);
        int due = (int) Math.min(messages, allowed / FRAME_BYTES - 1);
        for (; read < due; read++) {
          assertThat(payloadOf(destination.next())).isEqualTo(payload(read));
        }
        // What was read makes room for more; it is there before time goes on.
        awaitEnoughWaiting(sending);
      }
      sending.get();
    }
  }

  @Test
  void othersAreSentEverythingAtOnce() throws Exception {
    join("adit", "localproxy-like/1.0");
    send(50);

    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
    for (int i = 0; i < 50; i++) {
      assertThat(payloadOf(destination.next())).isEqualTo(payload(i));
    }
    assertThat(traffic(Side.DESTINATION).pacedBytesPerSecond()).isZero();
    assertThat(server.time.alarmsSet()).isZero();
  }

  @Test
  void anIdleOfficialClientCostsNoTimer() throws Exception {
    join(OFFICIAL, OFFICIAL);
    source.send(streamStart(1, "SSH", 1));
    source.send(data(1, "SSH", 1, "ls"));

    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
    assertThat(destination.next()).isEqualTo(data(1, "SSH", 1, "ls"));
    destination.send(data(1, "SSH", 1, "README.md"));
    assertThat(source.next()).isEqualTo(data(1, "SSH", 1, "README.md"));
    assertThat(server.time.alarmsSet()).isZero();
  }

  @Test
  void aPongDoesNotWaitForData() throws Exception {
    // Given
    join("adit", OFFICIAL);
    sendUntilHeld();
    int sent = readBurst();

    // When
    destination.sendFrame(true, LinkClient.PING, new byte[] {'1'});

    // Then
    assertThat(destination.nextFrame().opcode()).isEqualTo(LinkClient.PONG);
    assertThat(sent).isLessThan(6);
  }

  @Test
  void aResetComesBehindTheData() throws Exception {
    // Given
    join("adit", OFFICIAL);
    sendUntilHeld();

    // When: this connection ends, and then the source goes.
    source.send(connectionReset(1, "SSH", 1));
    source.close(1000);
    RelayFixture.eventually("the source is gone", () -> !isThere(Side.SOURCE));
    int read = readBurst();
    server.time.advance(Duration.ofSeconds(1));

    // Then
    for (; read < 6; read++) {
      assertThat(payloadOf(destination.next())).isEqualTo(payload(read));
    }
    assertThat(destination.next()).isEqualTo(streamReset(1, "SSH", 1));
  }

  @Test
  void aCloseFrameDoesNotWaitForData() throws Exception {
    // Given
    join("adit", OFFICIAL);
    sendUntilHeld();
    readBurst();

    // When
    server.registry.close(tunnel.tunnel().tunnelId(), false);

    // Then
    assertThat(destination.closed()).isEqualTo("1000 Tunnel is closed");
    server.time.advance(Duration.ofSeconds(10));
  }

  @Test
  void withoutARateOfficialClientsAreNotPaced() throws Exception {
    // Given
    server.close();
    RelayOptions defaults = RelayOptions.DEFAULT;
    RelayOptions.Links links =
        new RelayOptions.Links(defaults.links().highWaterBytes(), defaults.links().linger(), null);
    server =
        new RelayFixture(
            folder,
            new RelayOptions(
                defaults.destinationWait(), defaults.limits(), links, defaults.allowedOrigins()));
    tunnel = server.open("SSH");
    join(OFFICIAL, OFFICIAL);

    // When
    send(50);

    // Then
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
    for (int i = 0; i < 50; i++) {
      assertThat(payloadOf(destination.next())).isEqualTo(payload(i));
    }
    assertThat(traffic(Side.DESTINATION).pacedBytesPerSecond()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {OFFICIAL, "localproxy"})
  void officialClientsAreKnownByTheirName(String userAgent) throws Exception {
    join(userAgent, "adit");

    assertThat(traffic(Side.SOURCE).pacedBytesPerSecond()).isPositive();
    assertThat(traffic(Side.DESTINATION).pacedBytesPerSecond()).isZero();
  }

  private void join(String sourceAgent, String destinationAgent) throws IOException {
    destination = link(Side.DESTINATION, tunnel.destination(), destinationAgent);
    source = link(Side.SOURCE, tunnel.source(), sourceAgent);
  }

  private LinkClient link(Side side, AccessToken token, String userAgent) throws IOException {
    LinkClient link =
        server.link(HandshakeText.of(side, token).replacing("User-Agent: " + userAgent));
    assertThat(link.next()).isEqualTo(serviceIds("SSH"));
    return link;
  }

  private Void send(int messages) throws IOException {
    source.send(streamStart(1, "SSH", 1));
    for (int i = 0; i < messages; i++) {
      source.send(message(i));
    }
    return null;
  }

  /** Three messages go at once, three wait for their time. */
  private void sendUntilHeld() throws IOException {
    send(6);
    RelayFixture.eventually(
        "all is with the relay", () -> traffic(Side.SOURCE).bytesReceived() > 6 * PAYLOAD_BYTES);
    RelayFixture.eventually(
        "data is held", () -> traffic(Side.DESTINATION).unsentBytes() >= 3 * FRAME_BYTES);
  }

  private int readBurst() throws IOException {
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
    for (int i = 0; i < 3; i++) {
      assertThat(payloadOf(destination.next())).isEqualTo(payload(i));
    }
    return 3;
  }

  private void awaitEnoughWaiting(Future<?> sending) {
    RelayFixture.eventually(
        "there is enough to send",
        () -> sending.isDone() || traffic(Side.DESTINATION).unsentBytes() > Pacer.BURST_BYTES);
  }

  private static Message message(int number) {
    return data(1, "SSH", 1, payload(number));
  }

  private static byte[] payload(int number) {
    byte[] payload = new byte[PAYLOAD_BYTES];
    new Random(number).nextBytes(payload);
    return payload;
  }

  private static byte[] payloadOf(Message message) {
    var payload = ((Message.Data) message).payload();
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    return bytes;
  }

  private boolean isThere(Side side) {
    TunnelView view = server.relay.view(tunnel.tunnel().tunnelId());
    return (side == Side.SOURCE ? view.source() : view.destination()).isPresent();
  }

  private LinkView.Traffic traffic(Side side) {
    TunnelView view = server.relay.view(tunnel.tunnel().tunnelId());
    return (side == Side.SOURCE ? view.source() : view.destination()).orElseThrow().traffic();
  }
}
