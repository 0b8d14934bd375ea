package io.adit.server.relay;

import static io.adit.server.testing.Messages.data;
import static io.adit.server.testing.Messages.serviceIds;
import static io.adit.server.testing.Messages.streamStart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import io.adit.server.allowance.Allowances;
import io.adit.server.allowance.Bandwidths;
import io.adit.server.allowance.DataBudgets;
import io.adit.server.allowance.ThingUse;
import io.adit.server.flow.Rate;
import io.adit.server.limit.CallerLimits;
import io.adit.server.limit.Frequency;
import io.adit.server.limit.HandshakeLimits;
import io.adit.server.limit.LimitHolder;
import io.adit.server.limit.LimitName;
import io.adit.server.limit.LimitOptions;
import io.adit.server.limit.Limits;
import io.adit.server.limit.OwnLimit;
import io.adit.server.limit.ThingLimits;
import io.adit.server.store.Database;
import io.adit.server.store.SqlLimits;
import io.adit.server.testing.RawConnection;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.server.tunnel.Opening;
import io.adit.server.tunnel.TunnelGuard;
import io.adit.server.tunnel.TunnelLimitException;
import io.adit.wire.Message;
import io.adit.wire.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links that are held to limits, on a real port and in virtual time. */
@SuppressWarnings("NullAway.Init") // each test starts with its own limits
class LimitedLinkTest {
  private static final String OFFICIAL =
      "localproxy linux 64-bit/boost-1.81.0/openssl-3.0.0/protobuf-3.21.12";
  private static final int PAYLOAD_BYTES = 40_000;

  /** So short that what is read meanwhile is there before the next grant. */
  private static final Duration STEP = Duration.ofMillis(5);

  private static final LimitOptions NONE = LimitOptions.NONE;

  /** A tunnel with both its links, in which one side sends and the other reads. */
  private final class Copy {
    private final OpenedTunnel tunnel;
    private final LinkClient source;
    private final LinkClient destination;
    private final MessageDigest sent = sha256();
    private final MessageDigest received = sha256();

    Copy(OpenedTunnel tunnel) throws IOException {
      this.tunnel = tunnel;
      this.destination = server.link(Side.DESTINATION, tunnel.destination());
      this.source = server.link(Side.SOURCE, tunnel.source());
      assertThat(destination.next()).isEqualTo(serviceIds("SSH"));
      assertThat(source.next()).isEqualTo(serviceIds("SSH"));
      source.send(streamStart(1, "SSH", 1));
      assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
      links.add(destination);
      links.add(source);
    }

    Future<?> send(LinkClient from, int messages) {
      Random random = new Random(messages);
      return threads.submit(() -> {
        for (int i = 0; i < messages; i++) {
          byte[] payload = new byte[PAYLOAD_BYTES];
          random.nextBytes(payload);
          sent.update(payload);
          from.send(data(1, "SSH", 1, payload));
        }
        return null;
      });
    }

    Future<?> receive(LinkClient at, int messages) {
      return threads.submit(() -> {
        for (int i = 0; i < messages; i++) {
          received.update(((Message.Data) at.next()).payload());
        }
        return null;
      });
    }

    long carried(Side side) {
      var view = server.relay.view(tunnel.tunnel().tunnelId());
      return side == Side.SOURCE ? view.bytesFromSource() : view.bytesFromDestination();
    }

    /** The relay has more of it than may go now, or all has gone. */
    void awaitHeld(Side side, int messages) {
      RelayFixture.eventually(
          "the relay holds something back",
          () ->
              carried(side) == (long) messages * PAYLOAD_BYTES
                  || server
                      .relay
                      .view(tunnel.tunnel().tunnelId())
                      .link(side)
                      .map(link -> !link.traffic().isRead())
                      .orElse(true));
    }
  }

  @TempDir Path folder;
  private final List<LinkClient> links = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private RelayFixture server;
  private Limits limits;
  private DataBudgets budgets;

  @AfterEach
  void stop() throws IOException {
    for (LinkClient link : links) {
      link.close();
    }
    budgets.close();
    server.close();
    threads.close();
  }

  @Test
  void theBandwidthOfATunnelIsKeptAndNothingIsLost() throws Exception {
    // Given
    start(with(Rate.ofKilobytes(800), null));
    Copy copy = new Copy(server.open("SSH"));
    int messages = 100;
    Future<?> receiving = copy.receive(copy.destination, messages);

    // When
    Future<?> sending = copy.send(copy.source, messages);
    Duration took = Duration.ZERO;
    while (copy.carried(Side.SOURCE) < (long) messages * PAYLOAD_BYTES) {
      copy.awaitHeld(Side.SOURCE, messages);
      server.time.advance(STEP);
      took = took.plus(STEP);
      assertThat(copy.carried(Side.SOURCE))
          .as("after %s", took)
          .isLessThanOrEqualTo(80_000 + 800 * took.toMillis() + PAYLOAD_BYTES);
    }
    sending.get();
    receiving.get();

    // Then: 4 MB
    assertThat(took.toMillis()).isCloseTo(5_000L, withPercentage(10));
    assertThat(hex(copy.received)).isEqualTo(hex(copy.sent));
    RelayFixture.eventually("no alarm is set", () -> server.time.alarmsSet() <= 1);
  }

  @Test
  void bothDirectionsOfATunnelGetTheirShare() throws Exception {
    // Given
    start(with(Rate.ofKilobytes(800), null));
    Copy copy = new Copy(server.open("SSH"));
    int messages = 120;
    Future<?> there = copy.receive(copy.destination, messages);
    Future<?> back = copy.receive(copy.source, messages);

    // When: for 3 s
    Future<?> toDestination = copy.send(copy.source, messages);
    Future<?> toSource = copy.send(copy.destination, messages);
    for (int step = 0; step < 600; step++) {
      copy.awaitHeld(Side.SOURCE, messages);
      copy.awaitHeld(Side.DESTINATION, messages);
      server.time.advance(STEP);
    }

    // Then
    assertThat(copy.carried(Side.SOURCE)).isCloseTo(1_200_000, withPercentage(10));
    assertThat(copy.carried(Side.DESTINATION)).isCloseTo(1_200_000, withPercentage(10));
    server.time.advance(Duration.ofMinutes(1));
    finish(toDestination, toSource, there, back);
  }

  @Test
  void twoTunnelsShareTheAccountsBandwidth() throws Exception {
    // Given
    start(with(null, Rate.ofKilobytes(1_000)));
    Copy one = new Copy(server.openTo("pump-1"));
    Copy other = new Copy(server.openTo("pump-2"));
    int messages = 120;
    Future<?> oneReads = one.receive(one.destination, messages);
    Future<?> otherReads = other.receive(other.destination, messages);

    // When: for 3 s
    var _ = one.send(one.source, messages);
    Future<?> otherSends = other.send(other.source, messages);
    for (int step = 0; step < 600; step++) {
      one.awaitHeld(Side.SOURCE, messages);
      other.awaitHeld(Side.SOURCE, messages);
      server.time.advance(STEP);
    }

    // Then
    assertThat(one.carried(Side.SOURCE)).isCloseTo(1_500_000, withPercentage(10));
    assertThat(other.carried(Side.SOURCE)).isCloseTo(1_500_000, withPercentage(10));

    // When: one goes, the other has all of it.
    long before = other.carried(Side.SOURCE);
    server.registry.close(one.tunnel.tunnel().tunnelId(), false);
    for (int step = 0; step < 200; step++) {
      other.awaitHeld(Side.SOURCE, messages);
      server.time.advance(STEP);
    }

    // Then
    assertThat(other.carried(Side.SOURCE) - before).isCloseTo(1_000_000, withPercentage(15));
    finish(otherSends, otherReads);
    assertThat(hex(other.received)).isEqualTo(hex(other.sent));
    assertThatThrownBy(oneReads::get).isInstanceOf(ExecutionException.class);
  }

  @Test
  void aThingsOwnBandwidthHoldsAtOnceForTunnelsThatAreThere() throws Exception {
    // Given
    start(NONE);
    Copy copy = new Copy(server.openTo("pump-7"));
    int messages = 100;
    Future<?> receiving = copy.receive(copy.destination, messages);

    // When
    limits.put(new OwnLimit(LimitHolder.thing("pump-7"), LimitName.BANDWIDTH, "100KB/s"));
    Future<?> sending = copy.send(copy.source, messages);
    for (int step = 0; step < 400; step++) {
      copy.awaitHeld(Side.SOURCE, messages);
      server.time.advance(STEP);
    }

    // Then: 2 s
    copy.awaitHeld(Side.SOURCE, messages);
    assertThat(server.relay.view(copy.tunnel.tunnel().tunnelId()).heldBackBy())
        .contains("100 KB/s for the thing pump-7 (--thing-bandwidth, or 'adit limits set')");
    assertThat(copy.carried(Side.SOURCE)).isBetween(160_000L, 260_000L);

    // When
    limits.remove(LimitHolder.thing("pump-7"), LimitName.BANDWIDTH);

    // Then: no time needs to pass.
    receiving.get();
    sending.get();
    assertThat(hex(copy.received)).isEqualTo(hex(copy.sent));
  }

  @Test
  void anAddressThatMakesTooManyHandshakesIsToldToComeBack() throws Exception {
    // Given
    start(NONE, Frequency.perSecond(2));
    OpenedTunnel tunnel = server.open("SSH");
    HandshakeText unknown =
        HandshakeText.of(Side.SOURCE, tunnel.destination()).replacing("User-Agent: " + OFFICIAL);
    server.refused(unknown);
    server.refused(unknown);

    // When
    HandshakeText good =
        HandshakeText.of(Side.SOURCE, tunnel.source()).replacing("User-Agent: " + OFFICIAL);
    RawConnection.Response refused = server.refused(good);

    // Then: not 429, which makes official clients exit.
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("retry-after")).contains("1");
    assertThat(refused.body())
        .isEqualTo(
            "Too many handshakes: One address may make 2/s, and this one made more; try again in 1"
                + " s, or have --handshake-rate raised");
    assertThat(refused.header("x-status-reason")).contains(refused.body());

    // When: the token was not looked at, let alone spent.
    server.time.advance(Duration.ofMillis(2_500));

    // Then
    try (LinkClient link = server.link(good)) {
      assertThat(link.next()).isEqualTo(serviceIds("SSH"));
    }
  }

  @Test
  void whenAThingsDataIsUsedUpItsLinksEndAndNobodyIsLetInUntilThereIsMore() throws Exception {
    // Given
    start(NONE);
    limits.put(new OwnLimit(LimitHolder.thing("pump-7"), LimitName.DATA, "100KB/day"));
    Copy copy = new Copy(server.openTo("pump-7"));
    Copy other = new Copy(server.openTo("pump-8"));
    OpenedTunnel later = server.openTo("pump-7");

    // When
    for (int i = 0; i < 5; i++) {
      copy.source.send(data(1, "SSH", 1, new byte[PAYLOAD_BYTES]));
    }

    // Then: the third goes beyond it, and no other goes.
    for (int i = 0; i < 3; i++) {
      assertThat(copy.destination.next()).isInstanceOf(Message.Data.class);
    }
    assertThat(copy.destination.next()).isInstanceOf(Message.StreamReset.class);
    assertThat(copy.destination.closed())
        .isEqualTo("1008 The data budget of thing pump-7 is used up: 120.06 KB of 100KB/day");
    assertThat(copy.source.closed()).startsWith("1008 The data budget of thing pump-7 is used up");
    other.source.send(data(1, "SSH", 1, "ls"));
    assertThat(other.destination.next()).isEqualTo(data(1, "SSH", 1, "ls"));

    // When: an official client exits after a 4xx, and spends nothing on further tries.
    RawConnection.Response refused =
        server.refused(HandshakeText.of(Side.DESTINATION, later.destination()));

    // Then
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body())
        .startsWith("The data budget of thing pump-7 is used up: 120.06 KB of 100KB/day. It begins")
        .endsWith("or forget what was used (adit limits reset --thing pump-7).");
    assertThatThrownBy(() -> server.openTo("pump-7"))
        .isInstanceOf(TunnelLimitException.class)
        .hasMessage(refused.body());
    assertThat(server.relay.view(later.tunnel().tunnelId()).incidents())
        .extracting(incident -> incident.what())
        .containsExactly(refused.body());

    // When
    budgets.reset("pump-7");

    // Then: the token was not spent.
    try (LinkClient link = server.link(Side.DESTINATION, later.destination())) {
      assertThat(link.next()).isEqualTo(serviceIds("SSH"));
    }
  }

  @Test
  void whoeverIsLetInWhileTheDataIsUsedUpComesTooLate() throws Exception {
    // Given
    start(NONE);
    limits.put(new OwnLimit(LimitHolder.thing("pump-7"), LimitName.DATA, "100KB/day"));
    Copy copy = new Copy(server.openTo("pump-7"));
    OpenedTunnel late = server.openTo("pump-7");

    // When: between the check of the token and the answer
    server.store.before(
        2,
        () -> {
          try {
            for (int i = 0; i < 3; i++) {
              copy.source.send(data(1, "SSH", 1, new byte[PAYLOAD_BYTES]));
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          RelayFixture.eventually("it is used up", () -> budgets.usedUp("pump-7").isPresent());
          RelayFixture.eventually("links end", () -> copy.carried(Side.SOURCE) == 0);
        });
    RawConnection.Response refused =
        server.refused(HandshakeText.of(Side.DESTINATION, late.destination()));

    // Then
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body()).startsWith("The data budget of thing pump-7 is used up");
  }

  /** What is still under way comes to its end when time goes on. */
  private void finish(Future<?>... works) throws Exception {
    for (Future<?> work : works) {
      RelayFixture.eventually(
          "all is carried",
          () -> {
            server.time.advance(STEP);
            return work.isDone();
          });
      work.get();
    }
  }

  private static LimitOptions with(@Nullable Rate ofTunnel, @Nullable Rate ofAccount) {
    return new LimitOptions(
        CallerLimits.NONE,
        CallerLimits.NONE,
        ThingLimits.NONE,
        new LimitOptions.Links(ofTunnel, ofAccount, null, 80));
  }

  private void start(LimitOptions options) throws IOException {
    start(options, null);
  }

  private void start(LimitOptions options, @Nullable Frequency handshakes) throws IOException {
    server =
        new RelayFixture(
            folder,
            RelayOptions.DEFAULT,
            Duration.ofMinutes(1),
            (database, nanoTime) -> held(options, handshakes, database, nanoTime));
    limits.onChange(server.relay::onLimitsChanged);
    budgets.tell(server.relay);
  }

  private RelayFixture.Held held(
      LimitOptions options,
      @Nullable Frequency handshakes,
      Database database,
      LongSupplier nanoTime) {
    var store = new SqlLimits(database);
    limits = new Limits(options, store);
    budgets = new DataBudgets(limits, store, Clock.systemUTC());
    return new RelayFixture.Held(
        new LinkLimits(
            new HandshakeLimits(handshakes, nanoTime),
            _ -> false,
            Allowances.of(new Bandwidths(limits, nanoTime), budgets)),
        new TunnelGuard() {
          @Override
          public Opening opening(@Nullable String principal) {
            return TunnelGuard.NONE.opening(principal);
          }

          @Override
          public Optional<String> bar(@Nullable String thingName) {
            return budgets.usedUp(thingName).map(ThingUse::inWords);
          }
        });
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
