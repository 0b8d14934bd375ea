package io.adit.bench.strangers;

import io.adit.bench.carry.Circuits;
import io.adit.bench.carry.Direction;
import io.adit.bench.carry.Generator;
import io.adit.bench.measure.Machine;
import io.adit.bench.measure.Median;
import io.adit.bench.measure.ProcessUsage;
import io.adit.bench.process.Pause;
import io.adit.bench.process.ServerProcess;
import io.adit.bench.process.Sockets;
import io.adit.bench.process.Stage;
import io.adit.bench.relay.AditRelay;
import io.adit.bench.strangers.StrangersReport.Memory;
import io.adit.bench.strangers.StrangersReport.Row;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Carries bytes through a healthy tunnel beside each attack, and in turns beside the same attack on
 * a {@link Sink}.
 */
final class StrangersLoad {
  private static final long PART_BYTES = 32L << 20;
  private static final double MIB = 1 << 20;
  private static final int NEWCOMERS = 5;

  /** An attack is at its height by then. */
  private static final int MILLIS_TO_GROW = 3_000;

  /** What was cut goes; nobody waits longer for a handshake. */
  private static final int MILLIS_TO_CALM_DOWN = 1_000;

  private final int rounds;
  private final int seconds;
  private final PrintWriter out;
  private final Machine machine = Machine.here();
  private final ServerProcess server;
  private final Sink sink;
  private final Generator generator;
  private final AditRelay relay;
  private final SslContext tls;

  StrangersLoad(Stage stage, int rounds, int seconds, PrintWriter out) throws IOException {
    this.rounds = rounds;
    this.seconds = seconds;
    this.out = out;
    this.server = ServerProcess.startWithItsLog(stage);
    this.sink = stage.owns(new Sink());
    this.generator = stage.owns(new Generator());
    this.relay = stage.owns(new AditRelay(server, generator));
    this.tls = Sockets.tls(server.authority()).build();
  }

  StrangersReport run(List<Attack> attacks) throws IOException {
    try (Circuits healthy = relay.connect(1)) {
      say("Warming up");
      for (int i = 0; i < 3; i++) {
        speed(healthy, () -> 0);
      }
      long idleKib = server.memory().residentKib();
      var rows = new ArrayList<Row>();
      for (Attack attack : attacks) {
        rows.add(measure(attack, healthy));
      }
      return new StrangersReport(machine, rounds, seconds, idleKib, rows);
    }
  }

  /** One attack that goes on. */
  private sealed interface Going extends AutoCloseable {
    record Outside(Swarm swarm) implements Going {
      @Override
      public double cpuSeconds() {
        return swarm.cpuSeconds();
      }

      @Override
      public void close() {
        swarm.close();
      }
    }

    record Inside(AutoCloseable deed) implements Going {
      @Override
      public double cpuSeconds() {
        return 0; // who has a tunnel takes little beside what the server does for it
      }

      @Override
      public void close() throws IOException {
        try {
          deed.close();
        } catch (Exception e) {
          throw new IOException("The attack does not end", e);
        }
      }
    }

    /** Processor time of the attackers up to now. */
    double cpuSeconds();

    @Override
    void close() throws IOException;
  }

  /**
   * How the healthy tunnel went for a while.
   *
   * @param cpuSeconds of the server, in each second
   * @param attackers processor time of the attackers, in each second
   */
  private record Speed(double mibPerSecond, double cpuSeconds, double attackers) {
    /** How fast it would have been alone, had the attackers taken as much then as they do here. */
    double alone(Speed alone) {
      int processors = Runtime.getRuntime().availableProcessors();
      return alone.mibPerSecond * (processors - attackers) / (processors - alone.attackers);
    }

    /** What the server had to do beside, when it has so much to do for each byte alone. */
    double processorsBeside(Speed alone) {
      return cpuSeconds - mibPerSecond * alone.cpuSeconds / alone.mibPerSecond;
    }
  }

  private Row measure(Attack attack, Circuits healthy) throws IOException {
    var alone = new ArrayList<Speed>();
    var beside = new ArrayList<Speed>();
    long before = server.memory().residentKib();
    long linesBefore = server.logLines();
    double newcomerMillis = 0;
    int mostOpen = 0;
    int tried = 0;
    try (var peak = new MemoryWatch(server.pid())) {
      for (int round = 1; round <= rounds; round++) {
        say("%s: round %d".formatted(attack.name(), round));
        alone.add(speedBesideSink(attack, healthy));
        try (Going going = begin(attack, false)) {
          Pause.millis(MILLIS_TO_GROW);
          beside.add(speed(healthy, going::cpuSeconds));
          newcomerMillis = Math.max(newcomerMillis, newcomerMillis());
          if (going instanceof Going.Outside(Swarm swarm)) {
            mostOpen = Math.max(mostOpen, swarm.mostOpen());
            tried += swarm.tried();
          }
        }
        Pause.millis(MILLIS_TO_CALM_DOWN);
      }
      return new Row(
          attack.name(),
          mostOpen,
          tried,
          ofRounds(i -> alone.get(i).mibPerSecond()),
          ofRounds(i -> beside.get(i).mibPerSecond()),
          ofRounds(i -> beside.get(i).mibPerSecond() / alone.get(i).mibPerSecond()),
          ofRounds(i -> beside.get(i).mibPerSecond() / beside.get(i).alone(alone.get(i))),
          ofRounds(i -> beside.get(i).processorsBeside(alone.get(i))),
          newcomerMillis,
          new Memory(before, peak.mostKib(), server.memory().residentKib()),
          server.logLines() - linesBefore);
    }
  }

  private Median ofRounds(IntToDoubleFunction figure) {
    return Median.of(IntStream.range(0, rounds).mapToDouble(figure).boxed().toList());
  }

  private Speed speedBesideSink(Attack attack, Circuits healthy) throws IOException {
    if (attack instanceof Attack.FromInside) {
      return speed(healthy, () -> 0); // it needs a relay to be made
    }
    try (Going going = begin(attack, true)) {
      Pause.millis(MILLIS_TO_GROW);
      return speed(healthy, going::cpuSeconds);
    }
  }

  private Going begin(Attack attack, boolean atSink) throws IOException {
    return switch (attack) {
      case Attack.FromOutside(_, Swarm.Size size, Manner manner, boolean atGateway) -> {
        int port = atGateway ? server.mqttPort() : server.port();
        yield new Going.Outside(new Swarm(size, atSink ? sink.port() : port, tls, manner));
      }
      case Attack.FromInside(_, Insiders.Deed deed) -> new Going.Inside(deed.begin(relay));
    };
  }

  private Speed speed(Circuits healthy, DoubleSupplier attackers) throws IOException {
    double attackersBefore = attackers.getAsDouble();
    ProcessUsage before = ProcessUsage.of(server.pid());
    long began = System.nanoTime();
    long bytes = 0;
    double taken = 0;
    while (taken < seconds) {
      bytes += healthy.carry(Direction.TO_DESTINATION, PART_BYTES);
      taken = (System.nanoTime() - began) / 1e9;
    }
    double cpuSeconds = ProcessUsage.of(server.pid()).since(before).cpuSeconds();
    double attackersSeconds = attackers.getAsDouble() - attackersBefore;
    return new Speed(bytes / MIB / taken, cpuSeconds / taken, attackersSeconds / taken);
  }

  /** What it takes to connect and shake hands, at worst of some times. */
  private double newcomerMillis() throws IOException {
    double most = 0;
    for (int i = 0; i < NEWCOMERS; i++) {
      long began = System.nanoTime();
      generator.connect(
          server.port(),
          tls,
          channel -> {
            var _ = channel.close();
          });
      most = Math.max(most, (System.nanoTime() - began) / 1e6);
    }
    return most;
  }

  private void say(String what) {
    out.println(what);
    out.flush();
  }
}
