package io.adit.server.relay;

import static io.adit.server.testing.Messages.data;
import static io.adit.server.testing.Messages.serviceIds;
import static io.adit.server.testing.Messages.streamReset;
import static io.adit.server.testing.Messages.streamStart;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.diagnosis.LinkView;
import io.adit.server.diagnosis.TunnelView;
import io.adit.server.splice.SpliceLimits;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.wire.Message;
import io.adit.wire.Side;
import io.adit.wire.WireLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One side sends, the other does not read: the relay must neither lose anything nor collect it. */
@SuppressWarnings("NullAway.Init") // each test joins the two links in its own way
class BackPressureTest {
  private static final int HIGH_WATER_BYTES = RelayOptions.Links.DEFAULT.highWaterBytes();

  /** The relay writes a message while the link is not full yet, and not after. */
  private static final int MAX_UNSENT_BYTES = HIGH_WATER_BYTES + WireLimits.MAX_MESSAGE_BYTES + 16;

  private static final int MEBIBYTE = 1 << 20;

  @TempDir Path folder;
  private RelayFixture server;
  private OpenedTunnel tunnel;
  private LinkClient destination;
  private LinkClient source;

  @BeforeEach
  void start() throws IOException {
    server = new RelayFixture(folder);
    tunnel = server.open("SSH");
  }

  @AfterEach
  void stop() throws IOException {
    destination.close();
    source.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aReaderThatStopsHoldsTheSenderBackAndThenGetsEverything(boolean onOneLoop) throws Exception {
    // Given
    join(onOneLoop);
    Sent sent = new Sent(64 * MEBIBYTE);

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // When: nobody reads.
      Future<Void> sending = threads.submit(sent);
      RelayFixture.eventually("the source is not read", () -> !traffic(Side.SOURCE).isRead());

      // Then
      assertThat(traffic(Side.SOURCE).bytesReceived()).isLessThan(32 * MEBIBYTE);
      assertThat(traffic(Side.DESTINATION).unsentBytes()).isLessThanOrEqualTo(MAX_UNSENT_BYTES);
      assertThat(sending.isDone()).isFalse();
      try (LinkClient neighbour = server.link(Side.SOURCE, server.open("SSH").source())) {
        assertThat(neighbour.next()).isEqualTo(serviceIds("SSH"));
      }

      // When
      int highest = readAll(sent);

      // Then
      sending.get(20, TimeUnit.SECONDS);
      assertThat(highest).isLessThanOrEqualTo(MAX_UNSENT_BYTES);
      assertThat(server.relay.view(tunnel.tunnel().tunnelId()).bytesFromSource())
          .isEqualTo(sent.bytes);
    }
  }

  @Test
  void aSourceThatSendsAndGoesLosesNothing() throws Exception {
    // Given
    join(false);
    Sent sent = new Sent(24 * MEBIBYTE);

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // When
      Future<Void> sending =
          threads.submit(() -> {
            sent.call();
            source.close(1000);
            source.close();
            return null;
          });
      RelayFixture.eventually("the source is not read", () -> !traffic(Side.SOURCE).isRead());
      readAll(sent);

      // Then
      assertThat(destination.next()).isEqualTo(streamReset(1, "SSH", 1));
      sending.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void whatWaitsForADestinationIsBoundedAndArrives() throws Exception {
    // Given: only the source is there.
    source = server.link(Side.SOURCE, tunnel.source());
    assertThat(source.next()).isEqualTo(serviceIds("SSH"));
    Sent sent = new Sent(16 * MEBIBYTE);

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // When
      Future<Void> sending = threads.submit(sent);
      RelayFixture.eventually("the source is not read", () -> !traffic(Side.SOURCE).isRead());

      // Then
      assertThat(server.relay.view(tunnel.tunnel().tunnelId()).heldBytes())
          .isLessThanOrEqualTo(SpliceLimits.DEFAULT.holdBytes());

      // When
      destination = server.link(Side.DESTINATION, tunnel.destination());
      assertThat(destination.next()).isEqualTo(serviceIds("SSH"));

      // Then
      readAll(sent);
      sending.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void pingsWhoseAnswersNobodyReadsAreNotReadForEver() throws Exception {
    // Given
    join(false);
    byte[] pings = new byte[0];
    for (int i = 0; i < 400; i++) {
      pings = LinkClient.join(pings, source.frame(true, LinkClient.PING, new byte[125]));
    }
    byte[] flood = pings;

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // When
      Future<Void> sending =
          threads.submit(() -> {
            for (int i = 0; i < 2_000; i++) {
              source.sendRaw(flood);
            }
            return null;
          });
      RelayFixture.eventually("the source is not read", () -> !traffic(Side.SOURCE).isRead());

      // Then: what it may owe, and the answers to one more read.
      assertThat(traffic(Side.SOURCE).unsentBytes())
          .isLessThan(2 * HIGH_WATER_BYTES + 2 * MEBIBYTE);
      assertThat(sending.isDone()).isFalse();
      source.cut();
      assertThat(sending)
          .failsWithin(20, TimeUnit.SECONDS)
          .withThrowableOfType(java.util.concurrent.ExecutionException.class);
    }
  }

  /** The destination, perhaps a handshake that only takes a turn, and the source. */
  private void join(boolean onOneLoop) throws IOException {
    destination = server.link(Side.DESTINATION, tunnel.destination());
    if (onOneLoop) {
      server.refused(HandshakeText.of(Side.SOURCE, tunnel.destination()));
    }
    source = server.link(Side.SOURCE, tunnel.source());
    assertThat(server.loops.getFirst().equals(server.loops.getLast())).isEqualTo(onOneLoop);
    assertThat(destination.next()).isEqualTo(serviceIds("SSH"));
    assertThat(source.next()).isEqualTo(serviceIds("SSH"));
  }

  private LinkView.Traffic traffic(Side side) {
    TunnelView view = server.relay.view(tunnel.tunnel().tunnelId());
    return (side == Side.SOURCE ? view.source() : view.destination()).orElseThrow().traffic();
  }

  /** Reads and compares; returns the most bytes that the relay was seen to owe meanwhile. */
  private int readAll(Sent sent) throws IOException {
    Random random = sent.random();
    int highest = 0;
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
    for (long left = sent.bytes; left > 0; ) {
      byte[] expected = new byte[(int) Math.min(left, WireLimits.MAX_PAYLOAD_BYTES)];
      random.nextBytes(expected);
      Message.Data arrived = (Message.Data) destination.next();
      byte[] payload = new byte[arrived.payload().remaining()];
      arrived.payload().get(payload);
      assertThat(Arrays.equals(payload, expected)).isTrue();
      left -= expected.length;

      highest = Math.max(highest, traffic(Side.DESTINATION).unsentBytes());
    }
    return highest;
  }

  /** A start and so many bytes, sent by the source in full messages. */
  private final class Sent implements Callable<Void> {
    private final long bytes;

    Sent(long bytes) {
      this.bytes = bytes;
    }

    Random random() {
      return new Random(bytes);
    }

    @Override
    public Void call() throws IOException {
      Random random = random();
      source.send(streamStart(1, "SSH", 1));
      for (long left = bytes; left > 0; ) {
        byte[] payload = new byte[(int) Math.min(left, WireLimits.MAX_PAYLOAD_BYTES)];
        random.nextBytes(payload);
        source.send(data(1, "SSH", 1, payload));
        left -= payload.length;
      }
      return null;
    }
  }
}
