package io.adit.server.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.tunnel.Admission.Admitted;
import io.adit.server.tunnel.Admission.Refused;
import io.adit.wire.AccessToken;
import io.adit.wire.ClientToken;
import io.adit.wire.Side;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenAdmissionTest {
  private static final ClientToken LAPTOP = new ClientToken("11111111-1111-4111-8111-111111111111");
  private static final ClientToken PHONE = new ClientToken("22222222-2222-4222-8222-222222222222");

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
  void aFreshTokenLetsItsSideIn() {
    OpenedTunnel opened = fixture.open();

    Admission source = admit(Side.SOURCE, opened.source(), null);
    Admission destination = admit(Side.DESTINATION, opened.destination(), null);

    assertThat(source).isEqualTo(new Admitted(opened.tunnel(), opened.source().hash()));
    assertThat(destination).isEqualTo(new Admitted(opened.tunnel(), opened.destination().hash()));
  }

  @Test
  void aTokenWithoutClientTokenIsGoodForOneUse() {
    OpenedTunnel opened = fixture.open();
    admit(Side.SOURCE, opened.source(), null);

    assertThat(admit(Side.SOURCE, opened.source(), null)).isEqualTo(refused(Refusal.SPENT, opened));
    assertThat(admit(Side.SOURCE, opened.source(), LAPTOP))
        .isEqualTo(refused(Refusal.SPENT, opened));
  }

  @Test
  void aTokenWithItsClientTokenIsGoodForAnyNumberOfUses() {
    OpenedTunnel opened = fixture.open();

    for (int use = 0; use < 5; use++) {
      assertThat(admit(Side.SOURCE, opened.source(), LAPTOP)).isInstanceOf(Admitted.class);
    }
  }

  @Test
  void aBoundTokenWantsTheClientTokenOfItsFirstUse() {
    OpenedTunnel opened = fixture.open();
    admit(Side.SOURCE, opened.source(), LAPTOP);

    assertThat(admit(Side.SOURCE, opened.source(), PHONE))
        .isEqualTo(refused(Refusal.CLIENT_TOKEN_DIFFERS, opened));
    assertThat(admit(Side.SOURCE, opened.source(), null)).isEqualTo(refused(Refusal.SPENT, opened));
    assertThat(admit(Side.SOURCE, opened.source(), LAPTOP)).isInstanceOf(Admitted.class);
  }

  @Test
  void aClientTokenBelongsToOneLiveToken() {
    OpenedTunnel first = fixture.open();
    OpenedTunnel second = fixture.open();
    admit(Side.SOURCE, first.source(), LAPTOP);

    assertThat(admit(Side.DESTINATION, first.destination(), LAPTOP))
        .isEqualTo(refused(Refusal.CLIENT_TOKEN_TAKEN, first));
    assertThat(admit(Side.SOURCE, second.source(), LAPTOP))
        .isEqualTo(refused(Refusal.CLIENT_TOKEN_TAKEN, second));
    // The refusal spent nothing.
    assertThat(admit(Side.SOURCE, second.source(), PHONE)).isInstanceOf(Admitted.class);
  }

  @Test
  void aClientTokenIsFreeAgainWhenItsTokenIsRotated() {
    OpenedTunnel opened = fixture.open();
    admit(Side.SOURCE, opened.source(), LAPTOP);

    AccessToken renewed = Objects.requireNonNull(rotate(opened, ClientMode.SOURCE).source());

    assertThat(admit(Side.SOURCE, renewed, LAPTOP)).isInstanceOf(Admitted.class);
  }

  @Test
  void aClientTokenIsFreeAgainWhenItsTunnelIsClosedDeletedOrOver() {
    OpenedTunnel closed = fixture.open();
    admit(Side.SOURCE, closed.source(), LAPTOP);
    fixture.registry().close(id(closed), false);
    OpenedTunnel deleted = fixture.open();
    assertThat(admit(Side.SOURCE, deleted.source(), LAPTOP)).isInstanceOf(Admitted.class);
    fixture.registry().close(id(deleted), true);
    OpenedTunnel over = fixture.openForMinutes(1);
    assertThat(admit(Side.SOURCE, over.source(), LAPTOP)).isInstanceOf(Admitted.class);
    fixture.clock.advance(Duration.ofMinutes(2));

    assertThat(admit(Side.SOURCE, fixture.open().source(), LAPTOP)).isInstanceOf(Admitted.class);
    assertThat(admit(Side.SOURCE, over.source(), LAPTOP)).isEqualTo(refused(Refusal.CLOSED, over));
  }

  @Test
  void theOtherSidesTokenIsRefusedAndNotSpent() {
    OpenedTunnel opened = fixture.open();

    assertThat(admit(Side.DESTINATION, opened.source(), LAPTOP))
        .isEqualTo(refused(Refusal.OTHER_SIDE, opened));
    assertThat(admit(Side.SOURCE, opened.source(), null)).isInstanceOf(Admitted.class);
  }

  @Test
  void aTokenThatNobodyMintedIsUnknown() {
    fixture.open();

    assertThat(admit(Side.SOURCE, new AccessToken("AQGAAXi-made-up"), null))
        .isEqualTo(new Refused(Refusal.UNKNOWN));
    assertThat(admit(Side.SOURCE, new AccessToken("'; DROP TABLE tunnel; --"), null))
        .isEqualTo(new Refused(Refusal.UNKNOWN));
  }

  @Test
  void rotationRevokesTheTokensOfItsModeAndReturnsOnlyTheirSuccessors() {
    for (ClientMode mode : ClientMode.values()) {
      OpenedTunnel opened = fixture.open();

      RotatedTokens rotated = rotate(opened, mode);

      assertThat(rotated.tunnel()).isEqualTo(opened.tunnel());
      assertRotated(mode, Side.SOURCE, opened, opened.source(), rotated.source());
      assertRotated(mode, Side.DESTINATION, opened, opened.destination(), rotated.destination());
    }
  }

  private void assertRotated(
      ClientMode mode,
      Side side,
      OpenedTunnel opened,
      AccessToken former,
      @Nullable AccessToken renewed) {
    if (renewed == null) {
      assertThat(mode.includes(side)).as("%s in %s", side, mode).isFalse();
      assertThat(admit(side, former, null)).isInstanceOf(Admitted.class);
    } else {
      assertThat(mode.includes(side)).as("%s in %s", side, mode).isTrue();
      assertThat(admit(side, former, null)).isEqualTo(refused(Refusal.REVOKED, opened));
      assertThat(admit(side, renewed, null)).isInstanceOf(Admitted.class);
    }
  }

  @Test
  void rotationRevokesSpentAndBoundTokensToo() {
    OpenedTunnel opened = fixture.open();
    admit(Side.SOURCE, opened.source(), LAPTOP);
    admit(Side.DESTINATION, opened.destination(), null);

    rotate(opened, ClientMode.ALL);

    assertThat(admit(Side.SOURCE, opened.source(), LAPTOP))
        .isEqualTo(refused(Refusal.REVOKED, opened));
    assertThat(admit(Side.DESTINATION, opened.destination(), null))
        .isEqualTo(refused(Refusal.REVOKED, opened));
  }

  @Test
  void rotationDoesNotLengthenTheTunnel() {
    OpenedTunnel opened = fixture.openForMinutes(10);
    fixture.clock.advance(Duration.ofMinutes(9));
    AccessToken renewed = Objects.requireNonNull(rotate(opened, ClientMode.ALL).source());

    fixture.clock.advance(Duration.ofMinutes(2));

    assertThat(admit(Side.SOURCE, renewed, null)).isEqualTo(refused(Refusal.CLOSED, opened));
  }

  @Test
  void aClosedTunnelIsNotRotated() {
    OpenedTunnel closed = fixture.open();
    OpenedTunnel over = fixture.openForMinutes(1);
    fixture.registry().close(id(closed), false);
    fixture.clock.advance(Duration.ofMinutes(2));

    for (OpenedTunnel tunnel : List.of(closed, over)) {
      assertThatThrownBy(() -> rotate(tunnel, ClientMode.ALL))
          .isInstanceOf(TunnelNotFoundException.class)
          .hasMessageContaining("Tunnel %s is closed".formatted(id(tunnel)));
    }
  }

  @Test
  void theBearerOfAClosedTunnelsTokenIsToldSoWhateverTheTokenWas() {
    OpenedTunnel opened = fixture.open();
    admit(Side.SOURCE, opened.source(), LAPTOP);
    AccessToken renewed =
        Objects.requireNonNull(rotate(opened, ClientMode.DESTINATION).destination());
    fixture.registry().close(id(opened), false);

    Stream.of(
            admit(Side.SOURCE, opened.source(), LAPTOP),
            admit(Side.SOURCE, opened.source(), null),
            admit(Side.DESTINATION, opened.destination(), null),
            admit(Side.DESTINATION, renewed, null),
            admit(Side.SOURCE, renewed, null))
        .forEach(answer -> assertThat(answer).isEqualTo(refused(Refusal.CLOSED, opened)));
  }

  @Test
  void theTokensOfADeletedTunnelAreUnknown() {
    OpenedTunnel opened = fixture.open();

    fixture.registry().close(id(opened), true);

    assertThat(admit(Side.SOURCE, opened.source(), null)).isEqualTo(new Refused(Refusal.UNKNOWN));
  }

  @Test
  void anAdmissionIsCurrentUntilItsSideIsRotated() {
    OpenedTunnel opened = fixture.open();
    Admitted source = admitted(Side.SOURCE, opened.source());
    Admitted destination = admitted(Side.DESTINATION, opened.destination());

    rotate(opened, ClientMode.SOURCE);

    assertThat(fixture.registry().isCurrent(source)).isFalse();
    assertThat(fixture.registry().isCurrent(destination)).isTrue();
  }

  @Test
  void anAdmissionIsCurrentUntilItsTunnelIsClosedDeletedOrOver() {
    OpenedTunnel closed = fixture.open();
    OpenedTunnel deleted = fixture.open();
    OpenedTunnel over = fixture.openForMinutes(1);
    List<Admitted> admissions =
        Stream.of(closed, deleted, over).map(t -> admitted(Side.SOURCE, t.source())).toList();
    assertThat(admissions).allMatch(fixture.registry()::isCurrent);

    fixture.registry().close(id(closed), false);
    fixture.registry().close(id(deleted), true);
    fixture.clock.advance(Duration.ofMinutes(2));

    assertThat(admissions).noneMatch(fixture.registry()::isCurrent);
  }

  @Test
  void usedAndBoundTokensStaySoOverARestart() {
    OpenedTunnel opened = fixture.open();
    admit(Side.SOURCE, opened.source(), null);
    admit(Side.DESTINATION, opened.destination(), LAPTOP);

    fixture.restart();

    assertThat(admit(Side.SOURCE, opened.source(), null)).isEqualTo(refused(Refusal.SPENT, opened));
    assertThat(admit(Side.DESTINATION, opened.destination(), LAPTOP)).isInstanceOf(Admitted.class);
  }

  @Test
  void noFileHoldsATokenInClear() throws Exception {
    OpenedTunnel opened = fixture.open();
    admit(Side.SOURCE, opened.source(), LAPTOP);
    RotatedTokens rotated = rotate(opened, ClientMode.DESTINATION);

    StringBuilder stored = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        stored.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }

    assertThat(stored.toString())
        .contains(opened.source().hash(), LAPTOP.hash())
        .doesNotContain(opened.source().value())
        .doesNotContain(opened.destination().value())
        .doesNotContain(Objects.requireNonNull(rotated.destination()).value())
        .doesNotContain(LAPTOP.value());
  }

  private Admission admit(Side side, AccessToken token, @Nullable ClientToken clientToken) {
    return fixture.registry().admit(side, token, clientToken);
  }

  private Admitted admitted(Side side, AccessToken token) {
    return (Admitted) admit(side, token, null);
  }

  private RotatedTokens rotate(OpenedTunnel opened, ClientMode mode) {
    return fixture.registry().rotate(id(opened), mode, null);
  }

  private static Refused refused(Refusal refusal, OpenedTunnel opened) {
    return new Refused(refusal, id(opened));
  }

  private static String id(OpenedTunnel opened) {
    return opened.tunnel().tunnelId();
  }
}
