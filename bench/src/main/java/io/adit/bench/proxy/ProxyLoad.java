package io.adit.bench.proxy;

import io.adit.bench.carry.CarryBench;
import io.adit.bench.carry.CarryReport;
import io.adit.bench.carry.Generator;
import io.adit.bench.carry.PortSubject;
import io.adit.bench.carry.PortSubject.Running;
import io.adit.bench.carry.PortSubject.TlsEnds;
import io.adit.bench.path.Distance;
import io.adit.bench.path.ProxyPair;
import io.adit.bench.process.ServerProcess;
import io.adit.bench.process.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Has both proxies carry the same bytes in the same place, in turns. */
final class ProxyLoad {
  static final String OURS = "adit proxy";
  static final String OFFICIAL = "AWS's localproxy";

  private final Stage stage;
  private final List<String> official;
  private final MeasuredProxy.Pace pace;
  private final CarryBench.Plan plan;
  private final PrintWriter out;

  ProxyLoad(
      Stage stage, Path official, MeasuredProxy.Pace pace, CarryBench.Plan plan, PrintWriter out) {
    this.stage = stage;
    this.official = List.of(official.toAbsolutePath().toString());
    this.pace = pace;
    this.plan = plan;
    this.out = out;
  }

  /** What each cost in each place. */
  Map<Place, CarryReport> run() throws IOException {
    ServerProcess server = ServerProcess.start(stage, "--official-client-rate", "off");
    var starter = new ProxyPair.Starter(stage, server, new Distance(stage, Duration.ZERO));
    Generator generator = stage.owns(new Generator());
    List<String> ours = ProxyPair.ours();
    ProxyPair both = starter.start(ours, ours);
    var reports = new LinkedHashMap<Place, CarryReport>();
    for (Place place : Place.values()) {
      ProxyPair mixed =
          place == Place.SOURCE ? starter.start(official, ours) : starter.start(ours, official);
      out.println("as " + place.inWords());
      var bench = new CarryBench(plan, out);
      bench.measure(
          1,
          List.of(
              measured(OURS, both, place, generator), measured(OFFICIAL, mixed, place, generator)));
      reports.put(place, bench.report());
      mixed.close();
    }
    return reports;
  }

  private MeasuredProxy measured(String name, ProxyPair pair, Place place, Generator generator) {
    var pids = List.of(place.of(pair).pid());
    var way =
        new PortSubject(name, new Running(pids, pair::close), pair.way(), generator, TlsEnds.PLAIN);
    return new MeasuredProxy(way, place.of(pair), place, pace);
  }
}
