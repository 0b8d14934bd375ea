package io.adit.bench.echo;

import io.adit.bench.carry.PortSubject;
import io.adit.bench.echo.EchoReport.Figure;
import io.adit.bench.echo.EchoReport.Row;
import io.adit.bench.measure.Latencies;
import io.adit.bench.measure.Machine;
import io.adit.bench.measure.Median;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Has each subject answer in turns; a round before the first is not counted. All clients and the
 * server that answers are in this process.
 */
final class EchoBench {
  private static final double MICROS_PER_MILLI = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int MEBIBYTE = 1024 * 1024;
  private static final int WARM_UP_ECHOES = 15_000;
  private static final int BESIDE_ECHOES = 1_000;

  private final Plan plan;
  private final Machine machine = Machine.here();
  private final PrintWriter out;
  private final LongAdder copied = new LongAdder();
  private final Map<Cell, List<Double>> micros = new LinkedHashMap<>();
  private final Map<Cell, List<Double>> copyRates = new LinkedHashMap<>();

  /**
   * How to measure.
   *
   * @param connections how many ask at once, one load after the other
   * @param reference the subject whom the others are compared to
   */
  record Plan(
      List<Integer> connections, int echoes, int newConnections, int rounds, String reference) {
    Plan {
      connections = List.copyOf(connections);
    }
  }

  private record Cell(int connections, Figure figure, String subject) {}

  /** Echoes beside a copy, and how fast that was meanwhile. */
  private record Beside(Latencies echoes, double copiedMebibytesPerSecond) {}

  EchoBench(Plan plan, PrintWriter out) {
    this.plan = plan;
    this.out = out;
  }

  void measure(List<PortSubject> subjects) throws IOException {
    for (int round = 0; round <= plan.rounds(); round++) {
      out.println(round == 0 ? "warming up" : "round " + round);
      out.flush();
      for (PortSubject subject : subjects) {
        try (EchoServer _ = EchoServer.start(subject.way().back(), copied)) {
          measure(subject, round > 0);
        } catch (IOException e) {
          throw new IOException(subject.name() + ": " + e.getMessage(), e);
        }
      }
    }
  }

  private void measure(PortSubject subject, boolean counts) throws IOException {
    var client = new EchoClient(subject.way().front(), copied);
    var found = new LinkedHashMap<Cell, Double>();
    for (int connections : plan.connections()) {
      Latencies echoes =
          Latencies.ofNanos(
              client.echoes(connections, counts ? plan.echoes() : warmUpEchoes(plan.echoes())));
      found.put(new Cell(connections, Figure.P50, subject.name()), echoes.p50());
      found.put(new Cell(connections, Figure.P99, subject.name()), echoes.p99());
      found.put(new Cell(connections, Figure.P999, subject.name()), echoes.p999());
    }
    Latencies first = Latencies.ofNanos(client.firstBytes(plan.newConnections()));
    found.put(new Cell(1, Figure.FIRST_BYTE, subject.name()), first.p50());
    var rates = new LinkedHashMap<Cell, Double>();
    copies(client)
        .forEach((figure, beside) -> {
          var cell = new Cell(1, figure, subject.name());
          found.put(cell, beside.echoes().p50());
          rates.put(cell, beside.copiedMebibytesPerSecond());
        });
    if (counts) {
      found.forEach((cell, millis) -> add(micros, cell, millis * MICROS_PER_MILLI));
      rates.forEach((cell, rate) -> add(copyRates, cell, rate));
    }
  }

  private static void add(Map<Cell, List<Double>> to, Cell cell, double figure) {
    to.computeIfAbsent(cell, _ -> new ArrayList<>()).add(figure);
  }

  /** As many as it takes until Java's compiler rests. */
  private static int warmUpEchoes(int echoes) {
    return Math.max(echoes, WARM_UP_ECHOES);
  }

  private Map<Figure, Beside> copies(EchoClient client) throws IOException {
    var found = new LinkedHashMap<Figure, Beside>();
    found.put(
        Figure.WHILE_COPYING_TO_DESTINATION, beside(client.send(Copying.AT_FULL_SPEED), client));
    found.put(Figure.WHILE_COPYING_TO_SOURCE, beside(client.take(EchoServer.FLOOD), client));
    found.put(Figure.GIGABIT_TO_DESTINATION, beside(client.send(Copying.GIGABIT_BYTES), client));
    found.put(Figure.GIGABIT_TO_SOURCE, beside(client.take(EchoServer.GIGABIT), client));
    return found;
  }

  private Beside beside(Socket copy, EchoClient client) throws IOException {
    try (copy) {
      client.echoes(1, plan.newConnections()); // until the copy has got going
      long before = copied.sum();
      long began = System.nanoTime();
      Latencies echoes = Latencies.ofNanos(client.echoes(1, BESIDE_ECHOES));
      double seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
      return new Beside(echoes, (copied.sum() - before) / seconds / MEBIBYTE);
    }
  }

  EchoReport report() {
    return new EchoReport(
        machine,
        plan.rounds(),
        plan.echoes(),
        plan.reference(),
        micros.entrySet().stream()
            .map(each -> row(each.getKey(), each.getValue()))
            .sorted(Comparator.<Row>comparingInt(Row::connections).thenComparing(Row::figure))
            .toList());
  }

  private Row row(Cell cell, List<Double> own) {
    @Nullable List<Double> copyRate = copyRates.get(cell);
    @Nullable List<Double> reference =
        micros.get(new Cell(cell.connections(), cell.figure(), plan.reference()));
    return new Row(
        cell.connections(),
        cell.figure(),
        cell.subject(),
        Median.of(own),
        reference == null ? null : Median.ofRatios(own, reference),
        cell.figure().isWhileCopying() ? toAlone(cell.subject(), own) : null,
        copyRate == null ? null : Median.of(copyRate));
  }

  /** Over the same subject's echoes while nothing is copied. */
  private @Nullable Median toAlone(String subject, List<Double> own) {
    @Nullable List<Double> alone = micros.get(new Cell(1, Figure.P50, subject));
    return alone == null ? null : Median.ofRatios(own, alone);
  }
}
