package io.adit.server.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.testing.Race;
import io.adit.wire.AccessToken;
import io.adit.wire.Side;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedeliveryTest {
  private static final DestinationConfig PUMP = new DestinationConfig("pump", List.of("SSH"));

  private record Told(String tunnelId, AccessToken token, DestinationConfig notified) {}

  @TempDir Path folder;
  private RegistryFixture fixture;
  private final List<Told> told = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void start() {
    fixture = new RegistryFixture(folder);
    listen();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void aThingThatMissedItsTokenIsToldAFreshOne() {
    OpenedTunnel opened = fixture.open("pump");

    assertThat(unclaimed("pump")).containsExactly(id(opened));
    assertThat(fixture.registry().redeliver(id(opened))).isTrue();

    Told fresh = told.getLast();
    assertThat(fresh.tunnelId()).isEqualTo(id(opened));
    assertThat(fresh.notified()).isEqualTo(PUMP);
    assertThat(refusal(opened.destination())).isEqualTo(Refusal.REVOKED);
    assertThat(refusal(fresh.token())).isNull();
  }

  @Test
  void theSourcesTokenStaysAsItIs() {
    OpenedTunnel opened = fixture.open("pump");

    fixture.registry().redeliver(id(opened));

    assertThat(fixture.registry().admit(Side.SOURCE, opened.source(), null))
        .isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void aTokenThatWasUsedIsNotTakenFromItsDevice() {
    OpenedTunnel opened = fixture.open("pump");
    admit(opened.destination());
    told.clear();

    assertThat(unclaimed("pump")).isEmpty();
    assertThat(fixture.registry().redeliver(id(opened))).isFalse();
    assertThat(told).isEmpty();
  }

  @Test
  void aTunnelThatIsConnectedClosedOrOverIsLeftAlone() {
    OpenedTunnel connected = fixture.open("pump");
    fixture.registry().connected(id(connected), Side.DESTINATION, "link");
    OpenedTunnel closed = fixture.open("pump");
    fixture.registry().close(id(closed), false);
    OpenedTunnel over = fixture.registry().open(RegistryFixture.request("pump", 1));
    fixture.clock.advance(Duration.ofMinutes(2));

    assertThat(unclaimed("pump")).isEmpty();
    assertThat(Stream.of(connected, closed, over))
        .noneMatch(tunnel -> fixture.registry().redeliver(id(tunnel)));
    assertThat(fixture.registry().redeliver("no-such-tunnel")).isFalse();
  }

  @Test
  void aTunnelWithoutAThingIsNobodysToClaim() {
    OpenedTunnel opened = fixture.open();

    assertThat(fixture.registry().redeliver(id(opened))).isFalse();
    assertThat(fixture.registry().unpublished(10)).isEmpty();
  }

  /** Then the operator carries it to the device by hand. */
  @Test
  void aTokenThatWasRotatedWithoutAThingIsLeftToTheOperator() {
    OpenedTunnel opened = fixture.open("pump");
    RotatedTokens byHand = fixture.registry().rotate(id(opened), ClientMode.DESTINATION, null);

    assertThat(unclaimed("pump")).isEmpty();
    assertThat(fixture.registry().redeliver(id(opened))).isFalse();
    assertThat(refusal(Objects.requireNonNull(byHand.destination()))).isNull();
  }

  @Test
  void aRotationOfTheSourceChangesNothingForTheThing() {
    OpenedTunnel opened = fixture.open("pump");
    fixture.registry().rotate(id(opened), ClientMode.SOURCE, null);

    assertThat(unclaimed("pump")).containsExactly(id(opened));
  }

  @Test
  void whoTheLastRotationNamedIsToldWithItsServices() {
    OpenedTunnel opened = fixture.open();
    var valve = new DestinationConfig("valve", List.of("VNC", "SSH"));
    fixture.registry().rotate(id(opened), ClientMode.ALL, valve);

    assertThat(unclaimed("pump")).isEmpty();
    assertThat(unclaimed("valve")).containsExactly(id(opened));
    fixture.registry().redeliver(id(opened));
    assertThat(told.getLast().notified()).isEqualTo(valve);
  }

  @Test
  void aThousandThingsAreLookedUpAtOnce() {
    List<String> things = IntStream.range(0, 1_200).mapToObj(i -> "thing-" + i).toList();
    OpenedTunnel first = fixture.open("thing-0");
    OpenedTunnel last = fixture.open("thing-1199");
    fixture.open("another");

    assertThat(fixture.registry().unclaimed(things))
        .containsExactlyInAnyOrder(
            new Unclaimed(id(first), "thing-0"), new Unclaimed(id(last), "thing-1199"));
    assertThat(fixture.registry().unclaimed(List.of())).isEmpty();
  }

  @Test
  void aNotificationIsPendingUntilABrokerHasTakenIt() {
    OpenedTunnel first = fixture.open("pump");
    fixture.clock.advance(Duration.ofSeconds(1));
    OpenedTunnel second = fixture.open("valve");
    fixture.restart();

    assertThat(fixture.registry().unpublished(10))
        .containsExactly(new Unclaimed(id(first), "pump"), new Unclaimed(id(second), "valve"));
    assertThat(fixture.registry().unpublished(1)).hasSize(1);

    fixture.registry().published(id(first), first.destination());
    assertThat(fixture.registry().unpublished(10))
        .containsExactly(new Unclaimed(id(second), "valve"));
  }

  @Test
  void anOldTokensArrivalDoesNotCountForANewOne() {
    OpenedTunnel opened = fixture.open("pump");
    fixture.registry().rotate(id(opened), ClientMode.DESTINATION, PUMP);

    fixture.registry().published(id(opened), opened.destination());

    assertThat(fixture.registry().unpublished(10)).hasSize(1);
  }

  /** Either the device is in, and nothing is rotated; or it is refused, and told a fresh token. */
  @RepeatedTest(5)
  void aDeviceThatConnectsMeanwhileIsLetInOrToldAnew() throws Exception {
    OpenedTunnel opened = fixture.open("pump");
    told.clear();

    List<Boolean> wins =
        Race.of(
            2,
            i ->
                i == 0
                    ? () -> admit(opened.destination()) instanceof Admission.Admitted
                    : () -> fixture.registry().redeliver(id(opened)));

    assertThat(Set.copyOf(wins)).containsExactlyInAnyOrder(true, false);
    if (wins.get(1)) {
      assertThat(refusal(told.getLast().token())).isNull();
    } else {
      assertThat(told).isEmpty();
    }
  }

  @RepeatedTest(5)
  void whatIsToldLastIsTheTokenThatIsGood() throws Exception {
    Race.of(4, i -> i == 0 ? () -> fixture.open("pump") : this::redeliverAll);

    assertThat(refusal(told.getLast().token())).isNull();
  }

  /** So that nobody rotates what a thing is being told at this moment. */
  @RepeatedTest(5)
  void whatIsFoundToBeUnclaimedHasBeenTold() throws Exception {
    Race.of(2, i -> i == 0 ? () -> fixture.open("pump") : this::awaitUnclaimed);
  }

  private @Nullable OpenedTunnel awaitUnclaimed() {
    List<String> found = unclaimed("pump");
    while (found.isEmpty()) {
      found = unclaimed("pump");
    }
    assertThat(told).extracting(Told::tunnelId).containsAll(found);
    return null;
  }

  private @Nullable OpenedTunnel redeliverAll() {
    for (int i = 0; i < 20; i++) {
      unclaimed("pump").forEach(id -> fixture.registry().redeliver(id));
    }
    return null;
  }

  private void listen() {
    fixture
        .registry()
        .addListener(
            new TunnelListener() {
              @Override
              public void onOpened(OpenedTunnel opened) {
                DestinationConfig config = opened.tunnel().destinationConfig();
                if (config != null) {
                  told.add(new Told(id(opened), opened.destination(), config));
                }
              }

              @Override
              public void onRotated(
                  RotatedTokens rotated, ClientMode mode, @Nullable DestinationConfig notified) {
                AccessToken destination = rotated.destination();
                if (notified != null && destination != null) {
                  told.add(new Told(rotated.tunnel().tunnelId(), destination, notified));
                }
              }
            });
  }

  private List<String> unclaimed(String thingName) {
    return fixture.registry().unclaimed(List.of(thingName)).stream()
        .map(Unclaimed::tunnelId)
        .toList();
  }

  private Admission admit(AccessToken token) {
    return fixture.registry().admit(Side.DESTINATION, token, null);
  }

  private @Nullable Refusal refusal(AccessToken token) {
    return admit(token) instanceof Admission.Refused refused ? refused.refusal() : null;
  }

  private static String id(OpenedTunnel opened) {
    return opened.tunnel().tunnelId();
  }
}
