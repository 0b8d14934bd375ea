package io.adit.server.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.testing.Logged;
import io.adit.wire.AccessToken;
import io.adit.wire.ClientToken;
import io.adit.wire.Side;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock that is set by an hour, either way, makes nothing good again. */
@Isolated("it reads what a class logs")
class ClockJumpTest {
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

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void spentRevokedAndClosedStaySo(int hours) {
    // Given
    OpenedTunnel spent = fixture.open();
    OpenedTunnel bound = fixture.open();
    OpenedTunnel rotated = fixture.open();
    OpenedTunnel closed = fixture.open();
    ClientToken bearer = ClientToken.mint();
    assertAdmitted(spent.source(), null);
    assertAdmitted(bound.source(), bearer);
    fixture.registry().rotate(rotated.tunnel().tunnelId(), ClientMode.ALL, null);
    fixture.registry().close(closed.tunnel().tunnelId(), false);

    for (int jump = 0; jump < 2; jump++) {
      // When: there, and back to where it was.
      fixture.clock.advance(Duration.ofHours(jump == 0 ? hours : -hours));
      fixture.registry().sweep();
      fixture.restart();

      // Then
      assertRefused(spent.source(), null, Refusal.SPENT);
      assertRefused(bound.source(), ClientToken.mint(), Refusal.CLIENT_TOKEN_DIFFERS);
      assertAdmitted(bound.source(), bearer);
      assertRefused(rotated.source(), null, Refusal.REVOKED);
      assertRefused(closed.source(), null, Refusal.CLOSED);
      assertThat(status(closed)).isEqualTo(TunnelStatus.CLOSED);
    }
  }

  @Test
  void whatEndedWhileTheClockWasAheadStaysClosed() {
    // Given
    OpenedTunnel tunnel = fixture.openForMinutes(30);
    fixture.clock.advance(Duration.ofHours(1));
    fixture.registry().sweep();

    // When
    fixture.clock.advance(Duration.ofHours(-1));

    // Then
    assertThat(status(tunnel)).isEqualTo(TunnelStatus.CLOSED);
    assertRefused(tunnel.source(), null, Refusal.CLOSED);
  }

  @Test
  void aTunnelThatIsOpenedAfterTheClockWasSetBackLivesItsTime() {
    // Given
    fixture.openForMinutes(30);
    fixture.clock.advance(Duration.ofHours(-1));

    // When
    OpenedTunnel second = fixture.openForMinutes(30);

    // Then
    fixture.clock.advance(Duration.ofMinutes(29));
    assertAdmitted(second.source(), null);
    fixture.clock.advance(Duration.ofMinutes(1));
    assertThat(status(second)).isEqualTo(TunnelStatus.CLOSED);
  }

  @ParameterizedTest
  @ValueSource(ints = {-3600, -31, 31, 3600})
  void aJumpIsNoticedOnce(int seconds) {
    var clock = new SettableClock();
    var nanos = new AtomicLong(5);
    var watch = new ClockWatch(clock, nanos::get);
    clock.advance(Duration.ofSeconds(1 + seconds));
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());

    assertThat(watch.jump()).contains(Duration.ofSeconds(seconds));
    assertThat(watch.jump()).isEmpty();
  }

  @Test
  void timeThatPassesIsNoJump() {
    var clock = new SettableClock();
    var nanos = new AtomicLong();
    var watch = new ClockWatch(clock, nanos::get);
    clock.advance(Duration.ofHours(5));
    nanos.addAndGet(Duration.ofHours(5).minusSeconds(2).toNanos());

    assertThat(watch.jump()).isEmpty();
  }

  @Test
  void theOperatorIsToldThatTheClockWasSet() throws Exception {
    try (var logged = new Logged(TunnelSweeper.class);
        var _ = new TunnelSweeper(fixture.registry(), fixture.clock)) {
      // When
      fixture.clock.set(fixture.clock.instant().plus(Duration.ofHours(1)));

      // Then
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (logged.lines().isEmpty() && System.nanoTime() - end < 0) {
        Thread.onSpinWait();
      }
      assertThat(logged.lines())
          .first()
          .asString()
          // Less what passed until the sweeper looked.
          .matches("WARN The clock was set forward by 3(600|59\\d|58\\d) s.*");
    }
  }

  private TunnelStatus status(OpenedTunnel tunnel) {
    return fixture.registry().describe(tunnel.tunnel().tunnelId()).status();
  }

  private void assertAdmitted(AccessToken token, @Nullable ClientToken client) {
    assertThat(fixture.registry().admit(Side.SOURCE, token, client))
        .isInstanceOf(Admission.Admitted.class);
  }

  private void assertRefused(AccessToken token, @Nullable ClientToken client, Refusal why) {
    assertThat(fixture.registry().admit(Side.SOURCE, token, client))
        .isInstanceOfSatisfying(
            Admission.Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(why));
  }
}
