package io.adit.server.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.wire.Side;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunnelLifecycleTest {
  @TempDir Path folder;

  private RegistryFixture fixture;
  private Instant start;

  @BeforeEach
  void start() {
    fixture = new RegistryFixture(folder);
    start = fixture.clock.instant();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void aNewTunnelIsOpenAndNobodyIsConnected() {
    OpenRequest request =
        new OpenRequest(
            "to the \"pump\" 'ポンプ'",
            List.of(new Tag("b", "2"), new Tag("a", "")),
            new DestinationConfig("pump-1", List.of("SSH", "WEB:1")),
            60);

    OpenedTunnel opened = fixture.registry().open(request);

    Tunnel tunnel = opened.tunnel();
    assertThat(tunnel.tunnelId())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(tunnel.tunnelArn())
        .isEqualTo("arn:aws:iot:eu-central-1:123456789012:tunnel/" + tunnel.tunnelId());
    assertThat(tunnel)
        .isEqualTo(
            new Tunnel(
                tunnel.tunnelId(),
                tunnel.tunnelArn(),
                TunnelStatus.OPEN,
                ConnectionState.NEVER,
                ConnectionState.NEVER,
                request.description(),
                request.destinationConfig(),
                60,
                request.tags(),
                start,
                start,
                null));
    assertThat(opened.source()).isNotEqualTo(opened.destination());
    assertThat(fixture.registry().describe(tunnel.tunnelId())).isEqualTo(tunnel);
  }

  @Test
  void aTunnelMayHaveNoDestinationNoDescriptionAndNoTags() {
    OpenRequest request = new OpenRequest(null, List.of(), null, 720);

    Tunnel tunnel = fixture.registry().open(request).tunnel();

    assertThat(tunnel.services()).isEmpty();
    assertThat(tunnel.destinationConfig()).isNull();
    assertThat(fixture.registry().describe(tunnel.tunnelId())).isEqualTo(tunnel);
  }

  @Test
  void anArnNamesThePartitionOfItsRegion() {
    assertThat(
            Stream.of("us-east-1", "cn-north-1", "us-gov-west-1", "eu-gov-1")
                .map(region -> new TunnelArns(region, "000000000000").of("x")))
        .containsExactly(
            "arn:aws:iot:us-east-1:000000000000:tunnel/x",
            "arn:aws-cn:iot:cn-north-1:000000000000:tunnel/x",
            "arn:aws-us-gov:iot:us-gov-west-1:000000000000:tunnel/x",
            "arn:aws:iot:eu-gov-1:000000000000:tunnel/x");
  }

  @Test
  void moreServicesThanTheLimitAreRefusedWithBothNumbers() {
    DestinationConfig four = new DestinationConfig(null, List.of("A", "B", "C", "D"));

    assertThatThrownBy(() -> fixture.registry().open(new OpenRequest(null, List.of(), four, 720)))
        .isInstanceOf(TunnelLimitException.class)
        .hasMessageContaining("at most 3 services")
        .hasMessageContaining("names 4");
    assertThat(fixture.registry().list(null, 100, null).tunnels()).isEmpty();
  }

  @Test
  void anUnknownTunnelIsNamed() {
    TunnelRegistry registry = fixture.registry();

    assertThatThrownBy(() -> registry.describe("no-such")).hasMessageContaining("Tunnel no-such");
    assertThatThrownBy(() -> registry.close("no-such", false)).isInstanceOf(missing());
    assertThatThrownBy(() -> registry.close("no-such", true)).isInstanceOf(missing());
    assertThatThrownBy(() -> registry.rotate("no-such", ClientMode.ALL, null))
        .isInstanceOf(missing())
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> registry.tag("no-such", List.of())).isInstanceOf(missing());
    assertThatThrownBy(() -> registry.untag("no-such", List.of())).isInstanceOf(missing());
  }

  @Test
  void closingTwiceIsClosingOnce() {
    String id = fixture.open().tunnel().tunnelId();
    pass(Duration.ofSeconds(10));

    fixture.registry().close(id, false);
    Tunnel closed = fixture.registry().describe(id);
    pass(Duration.ofSeconds(10));
    fixture.registry().close(id, false);

    assertThat(closed.status()).isEqualTo(TunnelStatus.CLOSED);
    assertThat(closed.closedAt()).isEqualTo(start.plusSeconds(10));
    assertThat(closed.lastUpdatedAt()).isEqualTo(start.plusSeconds(10));
    assertThat(closed.createdAt()).isEqualTo(start);
    assertThat(fixture.registry().describe(id)).isEqualTo(closed);
  }

  @Test
  void deleteRemovesOpenAndClosedTunnelsAtOnce() {
    String open = fixture.open().tunnel().tunnelId();
    String closed = fixture.open().tunnel().tunnelId();
    fixture.registry().close(closed, false);

    fixture.registry().close(open, true);
    fixture.registry().close(closed, true);

    assertThatThrownBy(() -> fixture.registry().describe(open)).isInstanceOf(missing());
    assertThatThrownBy(() -> fixture.registry().describe(closed)).isInstanceOf(missing());
    assertThatThrownBy(() -> fixture.registry().close(open, true)).isInstanceOf(missing());
    assertThat(fixture.registry().list(null, 100, null).tunnels()).isEmpty();
  }

  @Test
  void tagsAreOverwrittenByKeyAndKeepTheirOrder() {
    String id = fixture.open().tunnel().tunnelId();
    fixture.registry().tag(id, List.of(new Tag("a", "1"), new Tag("b", "2")));
    pass(Duration.ofSeconds(1));

    fixture.registry().tag(id, List.of(new Tag("c", "3"), new Tag("a", "9")));

    Tunnel tunnel = fixture.registry().describe(id);
    assertThat(tunnel.tags())
        .containsExactly(new Tag("a", "9"), new Tag("b", "2"), new Tag("c", "3"));
    assertThat(tunnel.lastUpdatedAt()).isEqualTo(start.plusSeconds(1));
  }

  @Test
  void untaggingTouchesTheTunnelOnlyIfSomethingGoes() {
    String id = fixture.open().tunnel().tunnelId();
    fixture.registry().tag(id, List.of(new Tag("a", "1"), new Tag("A", "2")));
    pass(Duration.ofSeconds(1));

    fixture.registry().untag(id, List.of("b"));
    Tunnel untouched = fixture.registry().describe(id);
    fixture.registry().untag(id, List.of("a", "b"));
    Tunnel touched = fixture.registry().describe(id);

    assertThat(untouched.lastUpdatedAt()).isEqualTo(start);
    assertThat(touched.tags()).containsExactly(new Tag("A", "2"));
    assertThat(touched.lastUpdatedAt()).isEqualTo(start.plusSeconds(1));
  }

  @Test
  void aKeyGivenTwiceCountsOnceWithItsLastValue() {
    OpenRequest request =
        new OpenRequest(null, List.of(new Tag("a", "1"), new Tag("a", "2")), null, 720);

    Tunnel tunnel = fixture.registry().open(request).tunnel();

    assertThat(tunnel.tags()).containsExactly(new Tag("a", "2"));
    assertThat(fixture.registry().describe(tunnel.tunnelId())).isEqualTo(tunnel);
  }

  @Test
  void moreThanFiftyTagsAreRefusedAndNoneOfThemIsSet() {
    String id = fixture.open().tunnel().tunnelId();
    List<Tag> fifty = IntStream.range(0, 50).mapToObj(i -> new Tag("key" + i, "")).toList();
    fixture.registry().tag(id, fifty);

    fixture.registry().tag(id, List.of(new Tag("key0", "overwritten")));
    assertThatThrownBy(
            () -> fixture.registry().tag(id, List.of(new Tag("key1", "x"), new Tag("new", ""))))
        .isInstanceOf(TunnelLimitException.class)
        .hasMessageContaining("at most 50 tags")
        .hasMessageContaining("51");

    assertThat(fixture.registry().describe(id).tags())
        .hasSize(50)
        .contains(new Tag("key0", "overwritten"), new Tag("key1", ""));
  }

  @Test
  void aClosedTunnelCanStillBeTagged() {
    String id = fixture.open().tunnel().tunnelId();
    fixture.registry().close(id, false);

    fixture.registry().tag(id, List.of(new Tag("reason", "done")));

    assertThat(fixture.registry().describe(id).tags()).hasSize(1);
  }

  @Test
  void aSideIsConnectedWhileItsLatestLinkIs() {
    String id = fixture.open().tunnel().tunnelId();
    TunnelRegistry registry = fixture.registry();

    pass(Duration.ofSeconds(1));
    registry.connected(id, Side.SOURCE, "link-1");
    Tunnel connected = registry.describe(id);
    pass(Duration.ofSeconds(1));
    registry.connected(id, Side.SOURCE, "link-2");
    pass(Duration.ofSeconds(1));
    registry.disconnected(id, Side.SOURCE, "link-1");
    Tunnel replaced = registry.describe(id);
    registry.disconnected(id, Side.SOURCE, "link-2");
    Tunnel gone = registry.describe(id);

    assertThat(connected.source()).isEqualTo(state(ConnectionState.Status.CONNECTED, 1));
    assertThat(connected.destination()).isEqualTo(ConnectionState.NEVER);
    assertThat(connected.lastUpdatedAt()).isEqualTo(start.plusSeconds(1));
    assertThat(replaced.source()).isEqualTo(state(ConnectionState.Status.CONNECTED, 2));
    assertThat(replaced.lastUpdatedAt()).isEqualTo(start.plusSeconds(2));
    assertThat(gone.source()).isEqualTo(state(ConnectionState.Status.DISCONNECTED, 3));
    assertThat(gone.lastUpdatedAt()).isEqualTo(start.plusSeconds(3));
    assertThat(gone.status()).isEqualTo(TunnelStatus.OPEN);
  }

  @Test
  void theSidesAreToldApart() {
    String id = fixture.open().tunnel().tunnelId();

    fixture.registry().connected(id, Side.DESTINATION, "link");
    fixture.registry().disconnected(id, Side.SOURCE, "link");

    Tunnel tunnel = fixture.registry().describe(id);
    assertThat(tunnel.destination().status()).isEqualTo(ConnectionState.Status.CONNECTED);
    assertThat(tunnel.source()).isEqualTo(ConnectionState.NEVER);
  }

  @Test
  void aClosedTunnelHasNoLinksAndGetsNone() {
    String id = fixture.open().tunnel().tunnelId();
    fixture.registry().connected(id, Side.SOURCE, "link-1");
    pass(Duration.ofSeconds(5));

    fixture.registry().close(id, false);
    fixture.registry().connected(id, Side.DESTINATION, "link-2");
    fixture.registry().disconnected(id, Side.SOURCE, "link-1");

    Tunnel closed = fixture.registry().describe(id);
    assertThat(closed.source()).isEqualTo(state(ConnectionState.Status.DISCONNECTED, 5));
    assertThat(closed.destination()).isEqualTo(ConnectionState.NEVER);
  }

  @Test
  void linksOfADeletedTunnelAreOfNoInterest() {
    String id = fixture.open().tunnel().tunnelId();
    fixture.registry().connected(id, Side.SOURCE, "link");
    fixture.registry().close(id, true);

    fixture.registry().disconnected(id, Side.SOURCE, "link");
    fixture.registry().connected(id, Side.SOURCE, "link");

    assertThatThrownBy(() -> fixture.registry().describe(id)).isInstanceOf(missing());
  }

  @Test
  void afterARestartAllIsAsBeforeButNobodyIsConnected() {
    Tunnel never = fixture.open("pump").tunnel();
    String id = fixture.open().tunnel().tunnelId();
    fixture.registry().tag(id, List.of(new Tag("a", "1")));
    fixture.registry().connected(id, Side.SOURCE, "link-1");
    fixture.registry().connected(id, Side.DESTINATION, "link-2");
    pass(Duration.ofSeconds(7));

    fixture.restart();
    fixture.registry().disconnectAll();

    Tunnel tunnel = fixture.registry().describe(id);
    assertThat(tunnel.source()).isEqualTo(state(ConnectionState.Status.DISCONNECTED, 7));
    assertThat(tunnel.destination()).isEqualTo(state(ConnectionState.Status.DISCONNECTED, 7));
    assertThat(tunnel.status()).isEqualTo(TunnelStatus.OPEN);
    assertThat(tunnel.tags()).containsExactly(new Tag("a", "1"));
    assertThat(fixture.registry().describe(never.tunnelId())).isEqualTo(never);
  }

  private ConnectionState state(ConnectionState.Status status, int secondsAfterStart) {
    return new ConnectionState(status, start.plusSeconds(secondsAfterStart));
  }

  private void pass(Duration time) {
    fixture.clock.advance(time);
  }

  private static Class<TunnelNotFoundException> missing() {
    return TunnelNotFoundException.class;
  }
}
