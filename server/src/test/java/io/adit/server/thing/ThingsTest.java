package io.adit.server.thing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.testing.Race;
import io.adit.server.thing.RegistryException.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThingsTest {
  @TempDir Path folder;
  private RegistryFixture fixture;
  private Things things;

  @BeforeEach
  void open() {
    fixture = new RegistryFixture(folder);
    things = fixture.things();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aThingIsThereAfterTheNextStart() {
    // Given
    Thing made = things.create(new Thing.Draft("pump-7", "pump", Map.of("site", "tokyo")));

    // When
    fixture.reopen();

    // Then
    assertThat(fixture.things().describe("pump-7")).isEqualTo(made);
    assertThat(made.version()).isEqualTo(1);
    assertThat(made.createdAt()).isEqualTo(RegistryFixture.START);
  }

  @Test
  void aTypeOfAnyNameIsNotTheSameAsNoType() {
    // Given
    fixture.create("pump-7");

    // Then
    assertRefused(Reason.EXISTS, () -> things.create(new Thing.Draft("pump-7", "null", Map.of())));
  }

  @Test
  void fiftyAttributesAreTheMostOverAllCalls() {
    // Given
    things.create(new Thing.Draft("full", null, attributes(0, 50)));

    // Then
    assertRefused(
        Reason.INVALID, () -> things.create(new Thing.Draft("fuller", null, attributes(0, 51))));
    assertRefused(
        Reason.INVALID,
        () -> things.update("full", new Thing.Change(null, attributes(50, 51), true, null)));
    assertThat(things.describe("full").attributes()).hasSize(50);
    things.update("full", new Thing.Change(null, attributes(50, 100), false, null));
    assertThat(things.describe("full").attributes()).isEqualTo(attributes(50, 100));
  }

  private static Map<String, String> attributes(int from, int to) {
    return IntStream.range(from, to)
        .boxed()
        .collect(Collectors.toMap(i -> "a" + i, i -> "v" + i, (a, _) -> a, TreeMap::new));
  }

  @Test
  void allThingsAreSeenOnceOverPagesWhileOthersComeAndGo() {
    // Given
    for (int i = 0; i < 30; i++) {
      fixture.create("stays-%02d".formatted(i));
      fixture.create("goes-%02d".formatted(i));
    }

    // When
    List<String> seen = new ArrayList<>();
    @Nullable String next = null;
    int page = 0;
    do {
      Page<Thing> found = things.list(Thing.Filter.ALL, 7, next);
      found.items().forEach(thing -> seen.add(thing.thingName()));
      next = found.nextToken();
      things.delete("goes-%02d".formatted(page), null);
      fixture.create("stays-%02d-new".formatted(page));
      page++;
    } while (next != null);

    // Then
    assertThat(seen).doesNotHaveDuplicates().isSorted();
    assertThat(seen).filteredOn(name -> name.matches("stays-..")).hasSize(30);
  }

  @Test
  void aTokenIsGoodForItsOwnListOnly() {
    // Given
    fixture.create("a");
    fixture.create("b");
    String token = String.valueOf(things.list(Thing.Filter.ALL, 1, null).nextToken());
    var other = new Thing.Filter("site", null, false, null);

    // Then
    assertRefused(Reason.INVALID, () -> things.list(other, 1, token));
    assertRefused(Reason.INVALID, () -> things.certificatesOf("a", 1, token));
    for (String broken : List.of("", "=", "AQ==", token.substring(4), "ä", token + "A")) {
      assertRefused(Reason.INVALID, () -> things.list(Thing.Filter.ALL, 1, broken));
    }
  }

  @Test
  void ofManyThatMakeOneThingAtOnceAllGetTheSame() throws Exception {
    // When
    List<Thing> made = Race.of(16, i -> () -> fixture.create("one"));

    // Then
    assertThat(new HashSet<>(made)).hasSize(1);
  }

  @Test
  void ofManyThatUpdateOneVersionOneSucceeds() throws Exception {
    // Given
    fixture.create("one");

    // When
    List<Boolean> succeeded =
        Race.of(
            16,
            i ->
                () -> {
                  try {
                    things.update("one", new Thing.Change(null, Map.of("by", "" + i), true, 1L));
                    return true;
                  } catch (RegistryException e) {
                    assertThat(e.reason()).isEqualTo(Reason.OTHER_VERSION);
                    return false;
                  }
                });

    // Then
    assertThat(succeeded).filteredOn(done -> done).hasSize(1);
    assertThat(things.describe("one").version()).isEqualTo(2);
  }

  @Test
  void aThingThatIsMadeAndDeletedByManyIsThereWholeOrNotAtAll() throws Exception {
    // When
    Race.of(
        16,
        i ->
            () -> {
              for (int round = 0; round < 20; round++) {
                if (i % 2 == 0) {
                  things.create(new Thing.Draft("flicker", null, Map.of("a", "b")));
                } else {
                  things.delete("flicker", null);
                }
              }
              return i;
            });

    // Then
    if (things.isKnown("flicker")) {
      assertThat(things.describe("flicker").attributes()).isEqualTo(Map.of("a", "b"));
    }
    things.delete("flicker", null);
    assertThat(things.create(new Thing.Draft("flicker", null, Map.of())).attributes()).isEmpty();
  }

  @Test
  void anAttachedThingCannotBeDeletedEvenWhileItIsAttached() throws Exception {
    // Given
    fixture.create("pump-7");
    String id = DeviceCertificate.idOf(fixture.device());

    // When
    Race.of(
        2,
        i ->
            () -> {
              try {
                if (i == 0) {
                  things.attach("pump-7", id, false);
                } else {
                  things.delete("pump-7", null);
                }
              } catch (RegistryException e) {
                assertThat(e.reason()).isIn(Reason.INVALID, Reason.NOT_FOUND);
              }
              return i;
            });

    // Then
    boolean isAttached = !things.thingsOf(id, 10, null).items().isEmpty();
    assertThat(things.isKnown("pump-7")).isEqualTo(isAttached);
  }

  @Test
  void anExclusiveCertificateIsOneThingsOnly() {
    // Given
    String shared = DeviceCertificate.idOf(fixture.device("a", "b"));
    String own = DeviceCertificate.idOf(fixture.device());
    things.attach("a", own, true);

    // Then
    assertRefused(Reason.INVALID, () -> things.attach("b", own, false));
    assertRefused(Reason.INVALID, () -> things.attach("a", shared, true));
    assertThat(things.thingsOf(shared, 10, null).items()).containsExactly("a", "b");
    things.attach("a", own, false);
    things.attach("b", own, false);
    assertThat(things.certificatesOf("b", 10, null).items()).containsExactlyInAnyOrder(shared, own);
  }

  @Test
  void whatIsNotThereIsNamed() {
    // Given
    fixture.create("pump-7");
    String id = DeviceCertificate.idOf(fixture.device());
    String nobodys = "0".repeat(64);

    // Then
    assertRefused(Reason.NOT_FOUND, () -> things.describe("nobody"));
    assertRefused(Reason.NOT_FOUND, () -> things.certificatesOf("nobody", 1, null));
    assertRefused(Reason.NOT_FOUND, () -> things.attach("nobody", id, false));
    assertRefused(Reason.NOT_FOUND, () -> things.attach("pump-7", nobodys, false));
    assertRefused(Reason.NOT_FOUND, () -> things.detach("nobody", id));
    assertRefused(Reason.NOT_FOUND, () -> things.detach("pump-7", nobodys));
    things.detach("pump-7", id);
    assertThat(things.thingsOf(nobodys, 10, null).items()).isEmpty();
  }

  @Test
  void listenersHearOnceOfWhatEnded() {
    // Given
    String id = DeviceCertificate.idOf(fixture.device("pump-7"));

    // When
    things.detach("pump-7", id);
    things.detach("pump-7", id);
    things.delete("pump-7", null);
    things.delete("pump-7", null);

    // Then
    assertThat(fixture.heard).containsExactly("DETACHED " + id, "thing pump-7");
  }

  static void assertRefused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
