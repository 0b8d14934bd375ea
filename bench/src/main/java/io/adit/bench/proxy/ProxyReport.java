package io.adit.bench.proxy;

import io.adit.bench.carry.CarryReport;
import io.adit.bench.measure.Machine;
import io.adit.bench.measure.Median;
import io.adit.bench.measure.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What proxies cost by themselves.
 *
 * @param mib how much each round carried
 * @param failures of those that could not be measured
 */
record ProxyReport(
    Machine machine,
    int mib,
    int rounds,
    MeasuredProxy.Pace pace,
    List<Row> rows,
    List<String> failures) {

  ProxyReport {
    rows = List.copyOf(rows);
    failures = List.copyOf(failures);
  }

  /**
   * Both proxies in one place.
   *
   * @param ours CPU-seconds per GiB
   * @param official the same
   * @param ratio ours over the official one, round by round
   * @param bar what that may be
   */
  record Row(Place place, Flow flow, Cost ours, Cost official, Median ratio, double bar) {
    boolean isMet() {
      return ratio.median() <= bar;
    }
  }

  /** Of one proxy. */
  record Cost(Median cpuSecondsPerGib, Median mibPerSecond) {
    private static Cost of(CarryReport.Row row) {
      return new Cost(row.cpuSecondsPerGib(), row.mibPerSecond());
    }
  }

  /** Of what was measured in each place. */
  static ProxyReport of(Map<Place, CarryReport> reports, MeasuredProxy.Pace pace) {
    CarryReport any = reports.values().iterator().next();
    var rows = new ArrayList<Row>();
    var failures = new ArrayList<String>();
    reports.forEach((place, report) -> {
      rows.addAll(rows(place, report));
      report.failures().forEach(failure -> failures.add("As " + place.inWords() + ": " + failure));
    });
    return new ProxyReport(any.machine(), any.mib(), any.rounds(), pace, rows, failures);
  }

  private static List<Row> rows(Place place, CarryReport report) {
    return report.rows().stream()
        .filter(row -> row.subject().equals(ProxyLoad.OURS))
        .flatMap(ours ->
            report.rows().stream()
                .filter(row -> row.subject().equals(ProxyLoad.OFFICIAL))
                .filter(row -> row.load().equals(ours.load()))
                .map(official -> row(place, ours, official)))
        .sorted(Comparator.comparing(Row::flow))
        .toList();
  }

  private static Row row(Place place, CarryReport.Row ours, CarryReport.Row official) {
    Flow flow = place.flow(ours.load().direction());
    Median ratio = Objects.requireNonNull(ours.cost(), "both were measured");
    return new Row(place, flow, Cost.of(ours), Cost.of(official), ratio, flow.bar());
  }

  /** For the terminal, and for docs/performance.md. */
  String table() {
    var table =
        new Table(
            "as",
            "bytes go",
            "under way",
            ProxyLoad.OURS + ", CPU-seconds per GiB",
            ProxyLoad.OFFICIAL,
            "ratio",
            "may be",
            "MiB/s",
            ProxyLoad.OFFICIAL + ", MiB/s");
    for (Row row : rows) {
      table.row(
          row.place().inWords(),
          row.flow().inWords(),
          pace.inWords(row.flow()),
          row.ours().cpuSecondsPerGib().withRange(2),
          row.official().cpuSecondsPerGib().withRange(2),
          Median.inShort(row.ratio()),
          Table.number("%.1f", row.bar()),
          Table.number("%,.0f", row.ours().mibPerSecond().median()),
          Table.number("%,.0f", row.official().mibPerSecond().median()));
    }
    return table.markdown();
  }

  /** Tells where it was, the table, and what is not as it must be. */
  void print(PrintWriter out) {
    out.println();
    out.println(machine.inWords() + "; " + mib + " MiB, rounds: " + rounds);
    out.println();
    out.println(table());
    out.println();
    rows.stream().filter(row -> !row.isMet()).map(ProxyReport::miss).forEach(out::println);
    failures.forEach(out::println);
  }

  private static String miss(Row row) {
    return "Missed as %s, %s: %s is %.2f times %s, and may be %.1f times"
        .formatted(
            row.place().inWords(),
            row.flow().inWords(),
            ProxyLoad.OURS,
            row.ratio().median(),
            ProxyLoad.OFFICIAL,
            row.bar());
  }

  /** 1 where a bar is missed, or something could not be measured. */
  int exitCode() {
    return failures.isEmpty() && rows.stream().allMatch(Row::isMet) ? 0 : 1;
  }
}
