package io.adit.bench.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.bench.carry.CarryReport;
import io.adit.bench.carry.CarryReport.Load;
import io.adit.bench.carry.Direction;
import io.adit.bench.measure.Machine;
import io.adit.bench.measure.Median;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxyReportTest {
  private static final MeasuredProxy.Pace PACE =
      new MeasuredProxy.Pace(MeasuredProxy.Pace.FREE, 128 * 1024);

  @Test
  void toTheDestinationIsUpForASourceAndDownForADestination() {
    assertThat(said(report(Place.SOURCE, 0.5, List.of())))
        .contains("| source | up | as many as go | 1.00 (1.00–1.00) | 2.00 (2.00–2.00) | 0.50 |")
        .doesNotContain("Missed");
    assertThat(said(report(Place.DESTINATION, 0.9, List.of())))
        .contains("| destination | down | 128 KiB |")
        .doesNotContain("Missed");
  }

  @Test
  void aMissedBarIsToldAndIsNoGoodEnd() {
    ProxyReport missed = report(Place.SOURCE, 0.51, List.of());

    assertThat(missed.exitCode()).isEqualTo(1);
    assertThat(said(missed))
        .contains(
            "Missed as source, up: adit proxy is 0.51 times AWS's localproxy, and may be 0.5 times");
    assertThat(report(Place.DESTINATION, 0.51, List.of()).exitCode()).isZero();
    assertThat(report(Place.DESTINATION, 1.01, List.of()).exitCode()).isEqualTo(1);
  }

  @Test
  void whatCouldNotBeMeasuredIsNoGoodEnd() {
    ProxyReport failed = report(Place.SOURCE, 0.1, List.of("it has ended"));

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(said(failed)).contains("As source: it has ended");
  }

  private static ProxyReport report(Place place, double ratio, List<String> failures) {
    var rows = List.of(row(ProxyLoad.OURS, 1, ratio), row(ProxyLoad.OFFICIAL, 2, 1));
    var carried = new CarryReport(Machine.here(), 64, 1, ProxyLoad.OFFICIAL, rows, failures);
    return ProxyReport.of(Map.of(place, carried), PACE);
  }

  private static CarryReport.Row row(String subject, double cost, double ratio) {
    Median times = Median.of(List.of(ratio));
    return new CarryReport.Row(
        new Load(1, Direction.TO_DESTINATION),
        subject,
        "none",
        Median.of(List.of(cost)),
        Median.of(List.of(100.0)),
        times,
        times);
  }

  private static String said(ProxyReport report) {
    var said = new StringWriter();
    report.print(new PrintWriter(said, true));
    return said.toString();
  }
}
