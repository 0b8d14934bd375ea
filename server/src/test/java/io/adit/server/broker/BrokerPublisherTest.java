package io.adit.server.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.store.Database;
import io.adit.server.store.SqlTunnels;
import io.adit.server.testing.TestTls;
import io.adit.server.tunnel.Admission;
import io.adit.server.tunnel.ClientMode;
import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.OpenRequest;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.server.tunnel.RotatedTokens;
import io.adit.server.tunnel.TunnelArns;
import io.adit.server.tunnel.TunnelLimits;
import io.adit.server.tunnel.TunnelRegistry;
import io.adit.wire.AccessToken;
import io.adit.wire.Side;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerPublisherTest {
  private static final String REGION = "eu-central-1";

  @TempDir Path folder;
  private Vertx vertx;
  private TestTls tls;
  private TestBroker broker;
  private Database database;
  private TunnelRegistry registry;
  private @Nullable BrokerPublisher publisher;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    tls = new TestTls(folder);
    broker = new TestBroker(vertx, tls).start();
    database = new Database(folder.resolve("adit.db"));
    registry = newRegistry();
  }

  @AfterEach
  void stop() throws Exception {
    if (publisher != null) {
      publisher.close();
    }
    broker.stop();
    database.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void anOpenedTunnelIsPublishedToItsThing() throws Exception {
    publish();
    broker.awaitConnected();

    OpenedTunnel opened = open("pump");

    TestBroker.Published message = broker.awaitPublished();
    assertThat(message.topic()).isEqualTo("$aws/things/pump/tunnels/notify");
    assertThat(message.qos()).isEqualTo(MqttQoS.AT_LEAST_ONCE);
    assertThat(message.retained()).isFalse();
    assertThat(message.message().clientAccessToken()).isEqualTo(opened.destination());
    assertThat(message.message().region()).isEqualTo(REGION);
    awaitNothingPending();
  }

  @Test
  void aRotationIsPublishedToo() throws Exception {
    publish();
    broker.awaitConnected();
    OpenedTunnel opened = open(null);

    RotatedTokens rotated =
        registry.rotate(
            opened.tunnel().tunnelId(),
            ClientMode.ALL,
            new DestinationConfig("pump", List.of("WEB")));

    assertThat(broker.awaitPublished().message().clientAccessToken())
        .isEqualTo(rotated.destination());
  }

  @Test
  void anotherPrefixIsForBrokersThatKeepDollarsToThemselves() throws Exception {
    publisher = start(options("aws", BrokerOptions.Credentials.NONE));
    broker.awaitConnected();

    open("pump");

    assertThat(broker.awaitPublished().topic()).isEqualTo("aws/things/pump/tunnels/notify");
  }

  @Test
  void whatABrokerThatIsAwayMissedItGetsWithTokensThatAreGood() throws Exception {
    broker.stop();
    publish();
    Map<String, AccessToken> opened = new HashMap<>();
    for (int i = 0; i < 120; i++) {
      OpenedTunnel tunnel = open("thing-" + i);
      opened.put("$aws/things/thing-" + i + "/tunnels/notify", tunnel.destination());
    }

    broker.start();

    for (int i = 0; i < 120; i++) {
      TestBroker.Published message = broker.awaitPublished();
      AccessToken old = opened.remove(message.topic());
      assertThat(old).as(message.topic()).isNotNull();
      assertThat(message.message().clientAccessToken()).isNotEqualTo(old);
      assertThat(admit(message.message().clientAccessToken()))
          .isInstanceOf(Admission.Admitted.class);
    }
    assertThat(opened).isEmpty();
    awaitNothingPending();
    assertThat(broker.isSilent()).isTrue();
  }

  @Test
  void whatWasNotTakenBeforeARestartIsPublishedAfterIt() throws Exception {
    OpenedTunnel opened = open("pump"); // no publisher runs

    publish();

    AccessToken token = broker.awaitPublished().message().clientAccessToken();
    assertThat(token).isNotEqualTo(opened.destination());
    assertThat(admit(token)).isInstanceOf(Admission.Admitted.class);
    awaitNothingPending();
  }

  @Test
  void whatWasNotAcknowledgedIsPublishedAgainOnTheNextConnection() throws Exception {
    broker.acknowledges = false;
    publish();
    broker.awaitConnected();
    open("pump");
    broker.awaitPublished();

    broker.acknowledges = true;
    broker.stop();
    broker.start();

    broker.awaitConnected();
    TestBroker.Published again = broker.awaitPublished();
    assertThat(admit(again.message().clientAccessToken())).isInstanceOf(Admission.Admitted.class);
    awaitNothingPending();
  }

  @Test
  void aBrokerThatThrowsItOutIsTriedLessAndLessOften() throws Exception {
    broker.throwsOutWhoPublishes = true;
    BlockingQueue<Long> waits = new LinkedBlockingQueue<>();
    publisher =
        BrokerPublisher.start(
            options("$aws", BrokerOptions.Credentials.NONE),
            REGION,
            registry,
            vertx,
            new RandomGenerator() {
              @Override
              public long nextLong() {
                return 0;
              }

              @Override
              public long nextLong(long bound) {
                waits.add(bound);
                return 0;
              }
            });
    open("pump");

    List<Long> longest = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      longest.add(waits.poll(20, TimeUnit.SECONDS));
    }

    assertThat(longest).containsExactly(500L, 1_500L, 3_500L);
  }

  @Test
  void whatTheStoreCouldNotRotateIsTriedAgain() throws Exception {
    open("pump");
    try (ErrorLines errors = new ErrorLines(BrokerPublisher.class);
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("adit.db"));
        Statement statement = other.createStatement()) {
      statement.execute(
          "CREATE TRIGGER no_room BEFORE INSERT ON access_token BEGIN SELECT RAISE(ABORT, 'full'); END");
      publish();
      errors.await("its token could not be rotated");
      statement.execute("DROP TRIGGER no_room");
    }

    AccessToken token = broker.awaitPublished().message().clientAccessToken();

    assertThat(admit(token)).isInstanceOf(Admission.Admitted.class);
    awaitNothingPending();
  }

  @Test
  void whatIsOnItsWayIsNotReplaced() throws Exception {
    broker.acknowledges = false;
    publish();
    broker.awaitConnected();
    OpenedTunnel first = open("pump");
    TestBroker.Published unacknowledged = broker.awaitPublished();

    // Acknowledging others makes it look for what is pending.
    broker.acknowledges = true;
    for (int i = 0; i < 3; i++) {
      open("valve");
      broker.awaitPublished();
    }
    unacknowledged.acknowledge();

    awaitNothingPending();
    assertThat(admit(first.destination())).isInstanceOf(Admission.Admitted.class);
    assertThat(broker.isSilent()).isTrue();
  }

  @Test
  void moreThanMayBeOnTheWayWaitInTheStoreAndAllArrive() throws Exception {
    broker.acknowledges = false;
    publish();
    broker.awaitConnected();
    for (int i = 0; i < 150; i++) {
      open("thing-" + i);
    }
    broker.acknowledges = true;
    for (int i = 0; i < 100; i++) {
      broker.awaitPublished().acknowledge();
    }

    for (int i = 0; i < 50; i++) {
      broker.awaitPublished();
    }
    awaitNothingPending();
  }

  @Test
  void aDeviceThatIsInAlreadyIsToldNothing() throws Exception {
    OpenedTunnel used = open("pump");
    admit(used.destination());
    OpenedTunnel closed = open("pump");
    registry.close(closed.tunnel().tunnelId(), false);

    publish();
    broker.awaitConnected();
    open("valve");

    assertThat(broker.awaitPublished().topic()).contains("valve");
    assertThat(broker.isSilent()).isTrue();
  }

  @Test
  void aPasswordIsShownAndAWrongOneIsTriedAgain() throws Exception {
    broker.password = "right";
    publisher =
        start(
            options(
                "$aws", new BrokerOptions.Credentials(ca(), null, null, "adit", "not yet right")));
    OpenedTunnel opened = open("pump");
    broker.password = "not yet right";

    assertThat(broker.awaitPublished().message().clientAccessToken())
        .isNotEqualTo(opened.destination());
  }

  @Test
  void aBrokerThatCannotProveWhoItIsGetsNothing() throws Exception {
    TestTls other = new TestTls(Files.createDirectory(folder.resolve("other")));
    Path otherCa = folder.resolve("other").resolve("ca.pem");
    assertThat(other.identity()).isNotNull();
    publisher =
        start(options("$aws", new BrokerOptions.Credentials(otherCa, null, null, null, null)));

    open("pump");

    assertThat(registry.unpublished(10)).hasSize(1);
    assertThat(broker.isSilent()).isTrue();
  }

  @Test
  void aFileThatIsMissingIsFoundAtTheStart() {
    var missing = folder.resolve("missing.pem");
    var options = options("$aws", new BrokerOptions.Credentials(missing, null, null, null, null));

    assertThatThrownBy(() -> start(options))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing.pem");
  }

  private void publish() throws IOException {
    publisher = start(options("$aws", BrokerOptions.Credentials.NONE));
  }

  private BrokerPublisher start(BrokerOptions options) throws IOException {
    return BrokerPublisher.start(options, REGION, registry, vertx, RandomGenerator.getDefault());
  }

  private BrokerOptions options(String prefix, BrokerOptions.Credentials credentials) {
    var trusting =
        credentials.authority() == null
            ? new BrokerOptions.Credentials(ca(), null, null, null, null)
            : credentials;
    return new BrokerOptions("localhost", broker.port(), "adit-test", prefix, trusting);
  }

  private Path ca() {
    return folder.resolve("ca.pem");
  }

  private OpenedTunnel open(@Nullable String thingName) {
    var config = thingName == null ? null : new DestinationConfig(thingName, List.of("SSH"));
    return registry.open(new OpenRequest(null, List.of(), config, 60));
  }

  private Admission admit(AccessToken token) {
    return registry.admit(Side.DESTINATION, token, null);
  }

  /** Until the store has it that the broker has all. */
  private void awaitNothingPending() {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!registry.unpublished(1).isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("pending: " + registry.unpublished(10));
      }
      Thread.onSpinWait();
    }
  }

  private TunnelRegistry newRegistry() {
    return new TunnelRegistry(
        new SqlTunnels(database),
        Clock.systemUTC(),
        new SecureRandom(),
        new TunnelArns(REGION, "123456789012"),
        TunnelLimits.DEFAULT);
  }
}
