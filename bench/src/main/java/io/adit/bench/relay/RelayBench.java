package io.adit.bench.relay;

import io.adit.bench.measure.Machine;
import io.adit.bench.measure.Median;
import io.adit.bench.measure.ProcessUsage;
import io.adit.bench.process.Programs;
import io.adit.bench.process.ServerProcess;
import io.adit.bench.process.Stage;
import io.adit.bench.relay.RelayReport.Load;
import io.adit.bench.relay.RelayReport.Row;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Has relays carry the same bytes in turns: in each round every relay has every load once, so that
 * what else the machine does meanwhile is everybody's. A round before the first is not counted: in
 * it the server's code is compiled.
 */
final class RelayBench {
  private static final double GIB = 1024.0 * 1024 * 1024;
  private static final double MIB = 1024.0 * 1024;

  private final Plan plan;
  private final Stage stage;
  private final Programs programs;
  private final PrintWriter out;
  private final Map<Cell, List<Sample>> samples = new LinkedHashMap<>();
  private final Map<String, String> ciphers = new LinkedHashMap<>();

  /**
   * What to measure.
   *
   * @param circuits how many at once, one load after the other
   * @param only names of relays begin with one of these; empty for all
   */
  record Plan(List<Integer> circuits, int mib, int rounds, List<String> only) {
    Plan {
      circuits = List.copyOf(circuits);
      only = List.copyOf(only);
    }

    boolean has(Subject subject) {
      return only.isEmpty() || only.stream().anyMatch(subject.name()::startsWith);
    }
  }

  private record Cell(Load load, String relay) {}

  private record Sample(double cpuSecondsPerGib, double mibPerSecond) {}

  RelayBench(Plan plan, Stage stage, Programs programs, PrintWriter out) {
    this.plan = plan;
    this.stage = stage;
    this.programs = programs;
    this.out = out;
  }

  RelayReport run() throws IOException {
    Machine machine = Machine.here();
    Generator generator = stage.owns(new Generator());
    Subject adit = stage.owns(new AditRelay(ServerProcess.start(stage), generator));
    var proxies = new ProxyPrograms(stage, programs, generator);
    for (int circuits : plan.circuits()) {
      // One worker does for one connection.
      int workers = Math.min(circuits, machine.processors());
      List<Subject> started = proxies.start(workers);
      var subjects = new ArrayList<>(List.of(adit));
      subjects.addAll(started);
      subjects.removeIf(subject -> !plan.has(subject));
      measure(circuits, subjects);
      started.forEach(Subject::close);
    }
    return new RelayReport(machine, plan.mib(), plan.rounds(), rows());
  }

  private void measure(int circuits, List<Subject> subjects) throws IOException {
    for (int round = 0; round <= plan.rounds(); round++) {
      say("%d tunnels: %s".formatted(circuits, round == 0 ? "warming up" : "round " + round));
      for (Subject subject : subjects) {
        try (Circuits connected = subject.connect(circuits)) {
          ciphers.put(subject.name(), connected.ciphers());
          for (Direction direction : Direction.values()) {
            Sample sample = carry(subject, connected, direction);
            if (round > 0) {
              samples
                  .computeIfAbsent(
                      new Cell(new Load(circuits, direction), subject.name()),
                      _ -> new ArrayList<>())
                  .add(sample);
            }
          }
        } catch (IOException e) {
          throw new IOException(subject.name() + ": " + e.getMessage(), e);
        }
      }
    }
  }

  private Sample carry(Subject subject, Circuits circuits, Direction direction) throws IOException {
    ProcessUsage before = ProcessUsage.of(subject.pid());
    long began = System.nanoTime();
    long bytes = circuits.carry(direction, (long) (plan.mib() * MIB));
    double seconds = (System.nanoTime() - began) / 1e9;
    double cpuSeconds = ProcessUsage.of(subject.pid()).since(before).cpuSeconds();
    return new Sample(cpuSeconds / (bytes / GIB), bytes / MIB / seconds);
  }

  private List<Row> rows() {
    return samples.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<Cell, List<Sample>>>comparingInt(
                    each -> each.getKey().load().circuits())
                .thenComparing(each -> each.getKey().load().direction()))
        .map(each -> row(each.getKey(), each.getValue()))
        .toList();
  }

  private Row row(Cell cell, List<Sample> own) {
    @Nullable List<Sample> nginx = samples.get(new Cell(cell.load(), ProxyPrograms.NGINX_TLS));
    return new Row(
        cell.load(),
        cell.relay(),
        ciphers.getOrDefault(cell.relay(), ""),
        Median.of(own.stream().map(Sample::cpuSecondsPerGib).toList()),
        Median.of(own.stream().map(Sample::mibPerSecond).toList()),
        nginx == null
            ? null
            : Median.of(
                IntStream.range(0, own.size())
                    .mapToObj(i -> own.get(i).cpuSecondsPerGib() / nginx.get(i).cpuSecondsPerGib())
                    .toList()));
  }

  private void say(String what) {
    out.println(what);
    out.flush();
  }
}
