package io.adit.bench.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.bench.measure.Machine;
import io.adit.bench.measure.Median;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartReportTest {

  private static StartReport.Row row(String name, double millis, String than) {
    return new StartReport.Row(name, Median.of(List.of(millis)), Median.of(List.of(80.0)), than);
  }

  @Test
  void eachIsComparedWithItsPlainJvm() {
    var report =
        new StartReport(
            Machine.here(),
            List.of(row("plain", 800, "plain"), row("ours", 200, "plain"), row("new", 5, "other")));

    assertThat(report.table())
        .contains(
            "| plain | 800 (800–800) |  | 80 (80–80) |",
            "| ours | 200 (200–200) | 0.25 × | 80 (80–80) |",
            "| new | 5 (5–5) |  | 80 (80–80) |");
  }
}
