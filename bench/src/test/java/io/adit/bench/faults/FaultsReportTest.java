package io.adit.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.bench.measure.Machine;
import io.adit.faults.history.Rule;
import io.adit.faults.history.Violation;
import io.adit.faults.load.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultsReportTest {
  private static Outcome outcome(int kills, List<Violation> violations) {
    return new Outcome(1, kills, 0, 0, 1_000, 3, 0, 0, 0, 0, violations);
  }

  @Test
  void roundsAreCountedTogether() {
    var report =
        new FaultsReport(
            Machine.here(), 8, 60, List.of(outcome(20, List.of()), outcome(5, List.of())));

    assertThat(report.text())
        .contains("| kill -9 and start of the server | 25 |", "answered | 2,000 |");
    assertThat(report.isClean()).isTrue();
  }

  @Test
  void aViolationIsNotClean() {
    var violation = new Violation(Rule.NOTHING_LOST, "a tunnel is gone");

    var report = new FaultsReport(Machine.here(), 8, 60, List.of(outcome(1, List.of(violation))));

    assertThat(report.isClean()).isFalse();
    assertThat(report.text()).contains("| violations | 1 |");
  }
}
