package io.adit.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.relay.Liveness.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Facts: client sheet, section 2.6; service sheet, section 2.5. */
class LivenessTest {
  private long now = 1_000_000;
  private final Liveness liveness = new Liveness(() -> now);

  @Test
  void aClientThatPingsEveryTwentySecondsIsGoneAfterNinetySilentOnes() {
    ping(20, 20, 20);

    assertThat(verdictsForSeconds(95)).containsExactly("90 GONE");
  }

  @Test
  void aClientThatPingsSeldomHasThreeOfItsPeriods() {
    ping(0, 60, 60);

    assertThat(verdictsForSeconds(185)).containsExactly("180 GONE");
  }

  @Test
  void aClientThatPingsEveryFiveSecondsHasNinetyAllTheSame() {
    ping(0, 5, 5, 5);

    assertThat(verdictsForSeconds(95)).containsExactly("90 GONE");
  }

  @Test
  void aClientThatOnlyPingsLivesForEver() {
    for (int i = 0; i < 10_000; i++) {
      ping(20);
      assertThat(liveness.look()).isEqualTo(Verdict.ALIVE);
    }
  }

  @Test
  void aClientThatNeverPingsIsAskedAndIsGoneWhenNothingComes() {
    assertThat(verdictsForSeconds(95)).containsExactly("30 ASK", "60 ASK", "90 GONE");
  }

  @Test
  void aClientThatPingedOnceIsAskedToo() {
    ping(1);

    assertThat(verdictsForSeconds(95)).containsExactly("30 ASK", "60 ASK", "90 GONE");
  }

  @Test
  void aClientThatAnswersWhenItIsAskedLivesForEver() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(verdictsForSeconds(32)).containsExactly("30 ASK");
      liveness.onBytes();
    }
  }

  @Test
  void aClientThatSendsAnythingIsNeitherAskedNorGone() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(verdictsForSeconds(29)).isEmpty();
      liveness.onBytes();
    }
  }

  @Test
  void whileItIsNotReadAClientIsNotSilent() {
    ping(20, 20);

    liveness.onPaused();
    assertThat(verdictsForSeconds(10_000)).isEmpty();
    liveness.onResumed();

    assertThat(verdictsForSeconds(95)).containsExactly("90 GONE");
  }

  @Test
  void beingReadAgainAndAgainIsNoSignOfLife() {
    verdictsForSeconds(80);
    liveness.onResumed();

    assertThat(verdictsForSeconds(12)).containsExactly("10 GONE");
  }

  /** Read again, the pings of a long time come together, and the first of them came late. */
  @Test
  void pingsAroundAStopOfReadingShowNoPeriod() {
    ping(0, 40, 40);
    liveness.onPaused();
    pass(3_600);
    liveness.onResumed();
    ping(0, 0, 0);

    assertThat(verdictsForSeconds(125)).containsExactly("120 GONE");
  }

  @Test
  void itsSilenceCanBeShown() {
    pass(12);
    assertThat(liveness.silence()).hasSeconds(12);

    liveness.onPaused();
    assertThat(liveness.silence()).isZero();
  }

  private void ping(int... secondsBefore) {
    for (int seconds : secondsBefore) {
      pass(seconds);
      liveness.onBytes();
      liveness.onPing();
    }
  }

  /** All but ALIVE, with the second; one look in each. */
  private List<String> verdictsForSeconds(int seconds) {
    List<String> verdicts = new ArrayList<>();
    for (int second = 1; second <= seconds; second++) {
      pass(1);
      Verdict verdict = liveness.look();
      if (verdict != Verdict.ALIVE) {
        verdicts.add(second + " " + verdict);
      }
      if (verdict == Verdict.GONE) {
        break;
      }
    }
    return verdicts;
  }

  private void pass(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }
}
