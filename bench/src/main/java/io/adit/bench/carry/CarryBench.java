package io.adit.bench.carry;

import io.adit.bench.carry.CarryReport.Load;
import io.adit.bench.carry.CarryReport.Row;
import io.adit.bench.measure.Machine;
import io.adit.bench.measure.Median;
import io.adit.bench.measure.ProcessUsage;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Has subjects carry the same bytes in turns: in each round every subject carries both ways once,
 * so that what else the machine does meanwhile is everybody's. A round before the first is not
 * counted: in it Java's code is compiled.
 */
public final class CarryBench {
  private static final long MIB = 1024 * 1024;
  private static final double GIB = 1024.0 * MIB;

  private static final long WARM_UP_NANOS = 5_000_000_000L;
  private static final int WARM_UP_PARTS = 12;
  private static final int WARM_UP_PART_MIB = 128;

  private final Plan plan;
  private final Machine machine = Machine.here();
  private final PrintWriter out;
  private final Map<Cell, List<Sample>> samples = new LinkedHashMap<>();
  private final Map<String, String> ciphers = new LinkedHashMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();

  /**
   * How to measure.
   *
   * @param circuits how many at once, one load after the other
   * @param mib how much is carried each way in a round
   * @param only names of subjects begin with one of these; empty for all
   * @param reference the subject whom the others are compared to
   */
  public record Plan(
      List<Integer> circuits, int mib, int rounds, List<String> only, String reference) {
    public Plan {
      circuits = List.copyOf(circuits);
      only = List.copyOf(only);
    }

    private boolean has(Subject subject) {
      return only.isEmpty() || only.stream().anyMatch(subject.name()::startsWith);
    }
  }

  private record Cell(Load load, String subject) {}

  private record Sample(double cpuSecondsPerGib, double mibPerSecond) {}

  public CarryBench(Plan plan, PrintWriter out) {
    this.plan = plan;
    this.out = out;
  }

  /** Measures those of the subjects that the plan has, with so many circuits at once. */
  public void measure(int circuits, List<Subject> subjects) {
    for (int round = 0; round <= plan.rounds(); round++) {
      say(circuits + " at once: " + (round == 0 ? "warming up" : "round " + round));
      for (Subject subject : subjects) {
        if (plan.has(subject) && !failures.containsKey(subject.name())) {
          measureOrLeaveOut(subject, circuits, round > 0);
        }
      }
    }
  }

  /** One that fails is no reason to lose what the others have come to. */
  private void measureOrLeaveOut(Subject subject, int circuits, boolean counts) {
    try {
      measure(subject, circuits, counts);
    } catch (IOException e) {
      String failure =
          "%s failed with %d at once: %s%s"
              .formatted(subject.name(), circuits, e.getMessage(), subject.lastWords());
      say(failure);
      failures.put(subject.name(), failure);
      samples
          .keySet()
          .removeIf(
              cell -> cell.subject().equals(subject.name()) && cell.load().circuits() == circuits);
    }
  }

  private void measure(Subject subject, int circuits, boolean counts) throws IOException {
    try (Circuits connected = subject.connect(circuits)) {
      ciphers.put(subject.name(), connected.ciphers());
      for (Direction direction : Direction.values()) {
        if (counts) {
          var cell = new Cell(new Load(circuits, direction), subject.name());
          samples
              .computeIfAbsent(cell, _ -> new ArrayList<>())
              .add(carry(subject, connected, direction));
        } else {
          warmUp(connected, direction, subject.mayBeUnderWay(direction));
        }
      }
    }
  }

  /** With as much as it takes until Java's compiler rests, or for as long. */
  private static void warmUp(Circuits circuits, Direction direction, long mayBeUnderWay)
      throws IOException {
    long end = System.nanoTime() + WARM_UP_NANOS;
    for (int part = 0; part < WARM_UP_PARTS && System.nanoTime() - end < 0; part++) {
      circuits.carry(direction, WARM_UP_PART_MIB * MIB, mayBeUnderWay);
    }
  }

  private Sample carry(Subject subject, Circuits circuits, Direction direction) throws IOException {
    ProcessUsage before = subject.usage();
    long began = System.nanoTime();
    long bytes = circuits.carry(direction, plan.mib() * MIB, subject.mayBeUnderWay(direction));
    double seconds = (System.nanoTime() - began) / 1e9;
    double cpuSeconds = subject.usage().since(before).cpuSeconds();
    return new Sample(cpuSeconds / (bytes / GIB), bytes / (double) MIB / seconds);
  }

  public CarryReport report() {
    return new CarryReport(
        machine,
        plan.mib(),
        plan.rounds(),
        plan.reference(),
        rows(),
        List.copyOf(failures.values()));
  }

  private List<Row> rows() {
    return samples.entrySet().stream()
        .map(each -> row(each.getKey(), each.getValue()))
        .sorted(
            Comparator.<Row>comparingInt(row -> row.load().circuits())
                .thenComparing(row -> row.load().direction()))
        .toList();
  }

  private Row row(Cell cell, List<Sample> own) {
    List<Sample> reference =
        samples.getOrDefault(new Cell(cell.load(), plan.reference()), List.of());
    return new Row(
        cell.load(),
        cell.subject(),
        ciphers.getOrDefault(cell.subject(), ""),
        Median.of(own.stream().map(Sample::cpuSecondsPerGib).toList()),
        Median.of(own.stream().map(Sample::mibPerSecond).toList()),
        ratio(own, reference, Sample::cpuSecondsPerGib),
        ratio(own, reference, Sample::mibPerSecond));
  }

  private static @Nullable Median ratio(
      List<Sample> own, List<Sample> reference, ToDoubleFunction<Sample> figure) {
    return reference.isEmpty()
        ? null
        : Median.ofRatios(
            own.stream().map(figure::applyAsDouble).toList(),
            reference.stream().map(figure::applyAsDouble).toList());
  }

  private void say(String what) {
    out.println(what);
    out.flush();
  }
}
