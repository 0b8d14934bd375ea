package io.adit.server.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunnelListTest {
  @TempDir Path folder;
  private RegistryFixture fixture;

  @BeforeEach
  void start() {
    fixture = new RegistryFixture(folder);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void withoutTunnelsThePageIsEmptyAndTheLast() {
    assertThat(fixture.registry().list(null, 100, null)).isEqualTo(new TunnelPage(List.of(), null));
  }

  @Test
  void tunnelsComeNewestFirstEvenThoseOpenedAtOneMoment() {
    List<String> opened = openMany(5);
    fixture.clock.advance(Duration.ofSeconds(1));
    opened.addAll(openMany(5));

    assertThat(ids(fixture.registry().list(null, 100, null))).isEqualTo(opened.reversed());
  }

  @Test
  void aListedTunnelIsTheDescribedTunnel() {
    String id =
        fixture
            .registry()
            .open(
                new OpenRequest(
                    "described",
                    List.of(new Tag("b", "2"), new Tag("a", "1")),
                    new DestinationConfig("pump", List.of("A", "B")),
                    5))
            .tunnel()
            .tunnelId();
    fixture.open();

    assertThat(fixture.registry().list(null, 100, null).tunnels())
        .contains(fixture.registry().describe(id));
  }

  @Test
  void pagesTogetherHoldEveryTunnelOnce() {
    List<String> opened = openMany(250);

    for (int size : List.of(1, 7, 50, 99, 100)) {
      assertThat(walk(null, size, () -> {})).as("pages of %d", size).isEqualTo(opened.reversed());
    }
  }

  @Test
  void aLastPageThatIsJustFullSaysThatItIsTheLast() {
    openMany(10);

    TunnelPage first = fixture.registry().list(null, 5, null);
    TunnelPage second = fixture.registry().list(null, 5, first.nextToken());

    assertThat(first.nextToken()).isNotNull();
    assertThat(second.tunnels()).hasSize(5);
    assertThat(second.nextToken()).isNull();
  }

  @Test
  void pagesStayRightWhileTunnelsAreOpenedClosedAndDeleted() {
    List<String> opened = openMany(60);
    List<String> kept = new ArrayList<>(opened.reversed());
    List<String> doomed = List.of(opened.get(45), opened.get(20), opened.get(0));

    List<String> walked =
        walk(
            null,
            20,
            () -> {
              // One of the page before, which its token may name, and some of the pages to come.
              doomed.forEach(this::deleteIfThere);
              fixture.registry().close(opened.get(10), false);
              fixture.clock.advance(Duration.ofMillis(1));
              fixture.open();
            });

    kept.removeAll(List.of(opened.get(20), opened.get(0)));
    assertThat(walked).isEqualTo(kept);
  }

  @Test
  void aTokenOutlivesTheTunnelThatItEndsWith() {
    List<String> opened = openMany(4);
    TunnelPage first = fixture.registry().list(null, 2, null);

    fixture.registry().close(first.tunnels().getLast().tunnelId(), true);

    assertThat(ids(fixture.registry().list(null, 2, first.nextToken())))
        .containsExactly(opened.get(1), opened.get(0));
  }

  @Test
  void theThingNameFilterShowsItsOpenAndClosedTunnels() {
    List<String> ofPump = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      ofPump.add(fixture.open("pump").tunnel().tunnelId());
      fixture.open("pump-2");
      fixture.open();
    }
    fixture.registry().close(ofPump.get(3), false);

    assertThat(walk("pump", 4, () -> {})).isEqualTo(ofPump.reversed());
    assertThat(fixture.registry().list("pum", 100, null).tunnels()).isEmpty();
    assertThat(fixture.registry().list("PUMP", 100, null).tunnels()).isEmpty();
  }

  @Test
  void aTokenHasTheFormThatTheModelAllows() {
    openMany(2);

    assertThat(fixture.registry().list(null, 1, null).nextToken())
        .matches("[a-zA-Z0-9_=-]{1,4096}");
  }

  @Test
  void aTokenIsGoodOnlyForItsFilter() {
    IntStream.range(0, 2).forEach(i -> fixture.open("pump"));
    String ofAll = fixture.registry().list(null, 1, null).nextToken();
    String ofPump = fixture.registry().list("pump", 1, null).nextToken();

    assertInvalid("pump", ofAll);
    assertInvalid(null, ofPump);
    assertInvalid("fan", ofPump);
  }

  @Test
  void aTokenThatNoPageGaveOutIsRefused() {
    openMany(2);
    String token = fixture.registry().list(null, 1, null).nextToken();
    assertThat(token).isNotNull();

    Stream.of("", "x", "====", "not a token", "ポンプ", "A".repeat(44), "A".repeat(4096), token + "=")
        .forEach(made -> assertInvalid(null, made));
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      assertInvalid(null, token.substring(0, i) + other + token.substring(i + 1));
      assertInvalid(null, token.substring(0, i));
    }
  }

  @Test
  void creationTimesRiseWhileTheClockStandsAndFollowItWhenSetBack() {
    SettableClock clock = new SettableClock();
    CreationClock creations = new CreationClock(clock);
    Instant start = clock.instant();

    assertThat(creations.next()).isEqualTo(start);
    assertThat(creations.next()).isEqualTo(start.plusNanos(1_000));
    clock.advance(Duration.ofMillis(-1));
    assertThat(creations.next()).isEqualTo(start.plusNanos(2_000));
    clock.advance(Duration.ofHours(-1));
    assertThat(creations.next()).isEqualTo(clock.instant());
    clock.advance(Duration.ofDays(1));
    assertThat(creations.next()).isEqualTo(clock.instant());
  }

  private List<String> walk(@Nullable String thingName, int size, Runnable betweenPages) {
    List<String> ids = new ArrayList<>();
    TunnelPage page = fixture.registry().list(thingName, size, null);
    ids.addAll(ids(page));
    while (page.nextToken() != null) {
      betweenPages.run();
      page = fixture.registry().list(thingName, size, page.nextToken());
      ids.addAll(ids(page));
    }
    return ids;
  }

  private void assertInvalid(@Nullable String thingName, @Nullable String token) {
    assertThatThrownBy(() -> fixture.registry().list(thingName, 1, token))
        .as("token %s", token)
        .isInstanceOf(InvalidNextTokenException.class)
        .hasMessageContaining("without nextToken");
  }

  private void deleteIfThere(String id) {
    if (ids(fixture.registry().list(null, 100, null)).contains(id)) {
      fixture.registry().close(id, true);
    }
  }

  private List<String> openMany(int count) {
    return new ArrayList<>(
        IntStream.range(0, count).mapToObj(i -> fixture.open().tunnel().tunnelId()).toList());
  }

  private static List<String> ids(TunnelPage page) {
    return page.tunnels().stream().map(Tunnel::tunnelId).toList();
  }
}
