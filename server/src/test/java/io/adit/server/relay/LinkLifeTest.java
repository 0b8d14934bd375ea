package io.adit.server.relay;

import static io.adit.server.testing.Messages.connectionReset;
import static io.adit.server.testing.Messages.data;
import static io.adit.server.testing.Messages.serviceIds;
import static io.adit.server.testing.Messages.streamReset;
import static io.adit.server.testing.Messages.streamStart;
import static io.adit.server.tunnel.ConnectionState.Status.CONNECTED;
import static io.adit.server.tunnel.ConnectionState.Status.DISCONNECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.splice.SpliceLimits;
import io.adit.server.testing.RawConnection;
import io.adit.server.testing.TestTls;
import io.adit.server.tunnel.ClientMode;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.server.tunnel.RotatedTokens;
import io.adit.wire.AccessToken;
import io.adit.wire.Side;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How links come and go. Facts: service sheet, sections 1.4 and 2.2; client sheet, section 3.5. */
class LinkLifeTest {
  private static final String CLIENT_TOKEN = "client-token: 0123456789abcdef0123456789abcdef";
  private static final String ROTATED = "1008 The access token was revoked by a rotation";

  @TempDir Path folder;
  private RelayFixture server;
  private OpenedTunnel tunnel;
  private final List<LinkClient> links = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server = new RelayFixture(folder);
    tunnel = server.open("SSH");
  }

  @AfterEach
  void stop() throws IOException {
    for (LinkClient link : links) {
      link.close();
    }
    server.close();
  }

  @Test
  void theRegistryKnowsWhoIsConnected() throws Exception {
    // When
    LinkClient source = link(Side.SOURCE, tunnel.source());

    // Then
    eventually(Side.SOURCE, CONNECTED);
    eventually(Side.DESTINATION, DISCONNECTED);

    // When
    source.close();

    // Then
    eventually(Side.SOURCE, DISCONNECTED);
  }

  @Test
  void aNewLinkOfASideReplacesTheOldOneAndTheOtherSideIsTold() throws Exception {
    // Given
    LinkClient destination = link(Side.DESTINATION, tunnel.destination());
    LinkClient old = link(HandshakeText.of(Side.SOURCE, tunnel.source()).with(CLIENT_TOKEN));
    old.send(streamStart(1, "SSH", 1));
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));

    // When
    LinkClient successor = link(HandshakeText.of(Side.SOURCE, tunnel.source()).with(CLIENT_TOKEN));

    // Then
    assertThat(old.closed()).isEqualTo("1008 replaced by another connection");
    assertThat(destination.next()).isEqualTo(streamReset(1, "SSH", 1));

    // When: its stream ids begin anew.
    successor.send(streamStart(1, "SSH", 1));

    // Then
    assertThat(destination.next()).isEqualTo(streamStart(2, "SSH", 2));
    eventually(Side.SOURCE, CONNECTED);
  }

  @Test
  void aNewCertificateOfTheServerHarmsNoLink() throws Exception {
    // Given
    LinkClient source = link(Side.SOURCE, tunnel.source());
    LinkClient destination = link(Side.DESTINATION, tunnel.destination());
    source.send(streamStart(1, "SSH", 1));
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));

    // When
    server.show(new TestTls(Files.createDirectory(folder.resolve("renewed"))));

    // Then
    source.send(data(1, "SSH", 1, "after"));
    assertThat(destination.next()).isEqualTo(data(1, "SSH", 1, "after"));
    assertThatThrownBy(server::connect).isInstanceOf(SSLException.class);
  }

  @ParameterizedTest
  @EnumSource(ClientMode.class)
  void aRotationClosesTheRotatedSidesOnly(ClientMode mode) throws Exception {
    // Given
    LinkClient source = link(Side.SOURCE, tunnel.source());
    LinkClient destination = link(Side.DESTINATION, tunnel.destination());

    // When
    RotatedTokens rotated = server.registry.rotate(tunnel.tunnel().tunnelId(), mode, null);

    // Then
    for (Side side : Side.values()) {
      LinkClient link = side == Side.SOURCE ? source : destination;
      AccessToken token = side == Side.SOURCE ? rotated.source() : rotated.destination();
      if (mode.includes(side)) {
        assertThat(link.closed()).isEqualTo(ROTATED);
        eventually(side, DISCONNECTED);
        link(side, Objects.requireNonNull(token));
        eventually(side, CONNECTED);
      } else {
        assertAlive(link);
        assertThat(token).isNull();
      }
    }
  }

  @Test
  void closingTheTunnelClosesBothLinksNormally() throws Exception {
    // Given
    LinkClient source = link(Side.SOURCE, tunnel.source());
    LinkClient destination = link(Side.DESTINATION, tunnel.destination());

    // When
    server.registry.close(tunnel.tunnel().tunnelId(), true);

    // Then
    assertThat(source.closed()).isEqualTo("1000 Tunnel is closed");
    assertThat(destination.closed()).isEqualTo("1000 Tunnel is closed");
  }

  @Test
  void aLinkThatDoesNotAnswerTheCloseFrameIsDroppedAfterTheLinger() throws Exception {
    // Given
    server.close();
    server =
        new RelayFixture(
            folder,
            new RelayOptions(
                RelayOptions.DEFAULT.destinationWait(),
                SpliceLimits.DEFAULT,
                new RelayOptions.Links(1, Duration.ofMillis(50), null),
                Set.of()));
    LinkClient source = link(Side.SOURCE, tunnel.source());

    // When
    server.registry.close(tunnel.tunnel().tunnelId(), false);

    // Then
    assertThat(source.nextFrame().opcode()).isEqualTo(LinkClient.CLOSE);
    assertThat(source.isCut()).isTrue();
  }

  @Test
  void aStoppingServerCutsLinksWithoutACloseFrame() throws Exception {
    // Given
    LinkClient source = link(Side.SOURCE, tunnel.source());
    LinkClient destination = link(Side.DESTINATION, tunnel.destination());
    eventually(Side.SOURCE, CONNECTED);
    eventually(Side.DESTINATION, CONNECTED);

    // When
    server.stop();

    // Then
    assertThat(source.isCut()).isTrue();
    assertThat(destination.isCut()).isTrue();
    assertThat(server.recorded(tunnel, Side.SOURCE)).isEqualTo(DISCONNECTED);
    assertThat(server.recorded(tunnel, Side.DESTINATION)).isEqualTo(DISCONNECTED);
  }

  @Test
  void theDestinationIsWaitedForAndGetsWhatWasSentMeanwhile() throws Exception {
    // Given
    LinkClient source = link(Side.SOURCE, tunnel.source());
    source.send(streamStart(1, "SSH", 1));
    source.send(data(1, "SSH", 1, "early"));

    // When
    LinkClient destination = link(Side.DESTINATION, tunnel.destination());

    // Then
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
    assertThat(destination.next()).isEqualTo(data(1, "SSH", 1, "early"));
  }

  @Test
  void aWaitThatIsOverResetsWhatTheSourceStarted() throws Exception {
    // Given
    LinkClient source = link(Side.SOURCE, tunnel.source());
    source.send(streamStart(1, "SSH", 1));
    assertAlive(source); // and the start was read before that

    // When
    server.time.advance(Duration.ofSeconds(9));
    server.relay.sweep();

    // Then
    assertAlive(source);

    // When
    server.time.advance(Duration.ofSeconds(2));
    server.relay.sweep();

    // Then
    assertThat(source.next()).isEqualTo(connectionReset(1, "SSH", 1));
    assertThat(server.relay.view(tunnel.tunnel().tunnelId()).heldBytes()).isZero();
  }

  @Test
  void theWaitForADestinationCanBeChosen() throws Exception {
    // Given
    server.close();
    RelayOptions defaults = RelayOptions.DEFAULT;
    server =
        new RelayFixture(
            folder,
            new RelayOptions(
                Duration.ofSeconds(60),
                defaults.limits(),
                defaults.links(),
                defaults.allowedOrigins()));
    LinkClient source = link(Side.SOURCE, tunnel.source());
    source.send(streamStart(1, "SSH", 1));
    assertAlive(source);

    // When
    server.time.advance(Duration.ofSeconds(59));
    server.relay.sweep();

    // Then
    skipPing(source);
    assertAlive(source);

    // When
    server.time.advance(Duration.ofSeconds(2));
    server.relay.sweep();

    // Then
    assertThat(source.next()).isEqualTo(connectionReset(1, "SSH", 1));
  }

  @Test
  void whatIsHeldAndHowLongIsAsDocumented() {
    assertThat(RelayOptions.DEFAULT.destinationWait()).hasSeconds(10);
    assertThat(RelayOptions.DEFAULT.limits().holdBytes()).isEqualTo(256 * 1024);
  }

  @Test
  void aLinkThatIsWrongFromItsFirstByteIsRecordedAsGone() throws Exception {
    // Given: an empty text frame right behind the handshake.
    byte[] handshake = HandshakeText.of(Side.SOURCE, tunnel.source()).bytes();
    byte[] text = {(byte) 0x81, (byte) 0x80, 0, 0, 0, 0};

    // When
    try (RawConnection connection = server.connect()) {
      connection.send(LinkClient.join(handshake, text));

      // Then
      assertThat(connection.readToEnd()).endsWith("a text frame; send binary");
    }
    RelayFixture.eventually(
        "its coming and going is recorded",
        () -> {
          var state = server.registry.describe(tunnel.tunnel().tunnelId()).source();
          return state.lastUpdatedAt() != null && state.status() == DISCONNECTED;
        });
    assertThat(server.relay.junctionCount()).isZero();
  }

  @Test
  void aJunctionGoesWithItsLastLink() throws Exception {
    // Given
    LinkClient source = link(Side.SOURCE, tunnel.source());
    server.refused(HandshakeText.of(Side.SOURCE, tunnel.source()));

    // When
    source.close();

    // Then
    RelayFixture.eventually("the junction goes", () -> server.relay.junctionCount() == 0);
  }

  @Test
  void ofManyThatRaceWithOneTokenOneIsLetIn() throws Exception {
    // Given
    int racers = 100;
    byte[] handshake = HandshakeText.of(Side.SOURCE, tunnel.source()).bytes();
    List<RawConnection> connections = new ArrayList<>();
    for (int i = 0; i < racers; i++) {
      connections.add(server.connect());
    }

    // When
    List<Callable<Integer>> race = new ArrayList<>();
    for (RawConnection connection : connections) {
      race.add(() -> connection.send(handshake).readResponse().status());
    }
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> one : threads.invokeAll(race)) {
        statuses.add(one.get());
      }
    }

    // Then
    assertThat(statuses).filteredOn(status -> status == 101).hasSize(1);
    assertThat(statuses).filteredOn(status -> status == 400).hasSize(racers - 1);
    for (RawConnection connection : connections) {
      connection.close();
    }
  }

  /** The token is looked up when it is admitted, and again before the answer. */
  @Test
  void aRotationOrCloseBeforeTheSecondLookIsSeenThere() throws Exception {
    String tunnelId = tunnel.tunnel().tunnelId();

    // When
    server.store.before(2, () -> server.registry.rotate(tunnelId, ClientMode.SOURCE, null));
    RawConnection.Response rotated = server.refused(HandshakeText.of(Side.SOURCE, tunnel.source()));
    server.store.before(2, () -> server.registry.close(tunnelId, true));
    RawConnection.Response closed =
        server.refused(HandshakeText.of(Side.DESTINATION, tunnel.destination()));

    // Then
    assertThat(rotated.status()).isEqualTo(403);
    assertThat(rotated.body()).endsWith("revoked by a rotation.");
    assertThat(closed.status()).isEqualTo(400);
    assertThat(closed.body()).isEqualTo("Tunnel is closed");
    assertThat(server.relay.junctionCount()).isZero();
  }

  @Test
  void aRotationOrCloseAfterTheSecondLookFindsTheHandshake() throws Exception {
    String tunnelId = tunnel.tunnel().tunnelId();

    // When
    server.store.after(2, () -> server.registry.rotate(tunnelId, ClientMode.SOURCE, null));
    RawConnection.Response rotated = server.refused(HandshakeText.of(Side.SOURCE, tunnel.source()));
    server.store.after(2, () -> server.registry.close(tunnelId, true));
    RawConnection.Response closed =
        server.refused(HandshakeText.of(Side.DESTINATION, tunnel.destination()));

    // Then
    assertThat(rotated.status()).isEqualTo(403);
    assertThat(rotated.body()).endsWith("revoked by a rotation.");
    assertThat(closed.status()).isEqualTo(400);
    assertThat(closed.body()).isEqualTo("Tunnel is closed");
    assertThat(server.relay.junctionCount()).isZero();
  }

  /** A close frame before SERVICE_IDS makes an official client abort; a cut one comes back. */
  @Test
  void aTunnelThatClosesWhileItsLinkIsOnTheWayCutsIt() throws Exception {
    // Given: the second link's loop has no time between its admission and its 101.
    link(Side.SOURCE, tunnel.source());
    try (RawConnection connection = server.connect()) {
      BusyLoop loop = server.makeNextLoopBusy();
      connection.send(HandshakeText.of(Side.DESTINATION, tunnel.destination()).bytes());
      loop.awaitOneMoreTask();
      assertThat(server.loops.getFirst()).isNotEqualTo(server.loops.getLast());

      // When
      server.registry.close(tunnel.tunnel().tunnelId(), false);
      loop.release();

      // Then
      assertThat(connection.readResponse().status()).isEqualTo(101);
      assertThat(connection.isAtEnd()).isTrue();
    }
    RelayFixture.eventually("nothing is left", () -> server.relay.junctionCount() == 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void evenAnErrorLeavesNoHandshakeUnanswered(int lookup) throws Exception {
    // When
    server.store.before(
        lookup,
        () -> {
          throw new NoClassDefFoundError("a broken installation");
        });
    RawConnection.Response response =
        server.refused(HandshakeText.of(Side.SOURCE, tunnel.source()));

    // Then
    assertThat(response.status()).isEqualTo(503);
    RelayFixture.eventually("nothing is left", () -> server.relay.junctionCount() == 0);
  }

  @Test
  void aStoreThatFailsMakesClientsComeBackLater() throws Exception {
    // When
    server.store.before(
        1,
        () -> {
          throw new IllegalStateException("the disk is full");
        });
    RawConnection.Response response =
        server.refused(HandshakeText.of(Side.SOURCE, tunnel.source()));

    // Then
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.body()).isEqualTo("The service cannot check tokens now; try again later");
    link(Side.SOURCE, tunnel.source());
  }

  @Test
  void noLinkLivesOnAfterARotationThatRacedWithItsHandshake() throws Exception {
    for (int round = 0; round < 30; round++) {
      // Given
      OpenedTunnel other = server.open("SSH");
      byte[] handshake = HandshakeText.of(Side.SOURCE, other.source()).bytes();
      try (RawConnection connection = server.connect();
          ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        // When
        Future<RotatedTokens> rotation =
            threads.submit(
                () -> server.registry.rotate(other.tunnel().tunnelId(), ClientMode.SOURCE, null));
        RawConnection.Response response = connection.send(handshake).readResponse();
        rotation.get();

        // Then: refused, or cut, or closed with what every rotated link is closed with.
        if (response.status() == 101) {
          String end = endOf(connection);
          assertThat(end.isEmpty() || end.endsWith("revoked by a rotation")).as(end).isTrue();
        } else {
          assertThat(response.status()).isEqualTo(403);
        }
      }
    }
    RelayFixture.eventually("all are gone", () -> server.relay.junctionCount() == 0);
  }

  /** All that comes until the server has sent a close frame, or ends the connection. */
  private static String endOf(RawConnection connection) throws IOException {
    StringBuilder text = new StringBuilder();
    try {
      while (!text.toString().endsWith("rotation")) {
        text.append((char) connection.read(1)[0]);
      }
    } catch (EOFException | SSLException | SocketException e) {
      // Cut.
    }
    return text.toString();
  }

  private void eventually(Side side, io.adit.server.tunnel.ConnectionState.Status status) {
    RelayFixture.eventually(side + " is " + status, () -> server.recorded(tunnel, side) == status);
  }

  /** It has been silent for a while, and is asked whether it is there. */
  private static void skipPing(LinkClient link) throws IOException {
    assertThat(link.nextFrame().opcode()).isEqualTo(LinkClient.PING);
  }

  private static void assertAlive(LinkClient link) throws IOException {
    link.sendFrame(true, LinkClient.PING, new byte[] {'?'});
    assertThat(link.nextFrame().opcode()).isEqualTo(LinkClient.PONG);
  }

  private LinkClient link(Side side, AccessToken token) throws IOException {
    return link(HandshakeText.of(side, token));
  }

  private LinkClient link(HandshakeText handshake) throws IOException {
    LinkClient link = server.link(handshake);
    links.add(link);
    assertThat(link.next()).isEqualTo(serviceIds("SSH"));
    return link;
  }
}
