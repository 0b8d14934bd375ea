package io.adit.bench.idle;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.bench.measure.Machine;
import org.junit.jupiter.api.Test;

class IdleReportTest {

  @Test
  void aLinkCostsWhatAllCostMoreThanNone() {
    var report =
        new IdleReport(
            Machine.here(),
            2_000,
            1_234.4,
            0.871,
            new IdleReport.Held(102_400, 20_480, 38),
            new IdleReport.Held(143_360, 30_720, 39));

    assertThat(report.residentKibOfLink()).isEqualTo(20.48);
    assertThat(report.heapKibOfLink()).isEqualTo(5.12);
    assertThat(report.table())
        .contains(
            "2,000 idle links of 1,000 tunnels",
            "| handshakes a second | 1,234 |",
            "| resident memory without them | 100 MiB |",
            "| resident memory of a link | 20.5 KiB |",
            "| threads without them, with them | 38, 39 |");
  }
}
