package io.adit.bench.carry;

import io.adit.bench.carry.Generator.Accepting;
import io.adit.bench.measure.ProcessUsage;
import io.adit.bench.process.Ports;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Programs that listen on a port and connect to another one of ours for each connection there: a
 * circuit is these two connections.
 */
public final class PortSubject implements Subject {
  private final String name;
  private final Running running;
  private final Way way;
  private final Generator generator;
  private final TlsEnds tls;

  /** Where the way through begins and ends. */
  public record Way(int front, int back) {
    /** One that nobody uses now. */
    public static Way free() throws IOException {
      return new Way(Ports.free(), Ports.free());
    }
  }

  /**
   * The processes that are measured.
   *
   * @param atEnd ends them
   */
  public record Running(List<Long> pids, Runnable atEnd) {
    public Running {
      pids = List.copyOf(pids);
    }

    public ProcessUsage usage() throws IOException {
      return ProcessUsage.of(pids.stream().mapToLong(pid -> pid).toArray());
    }
  }

  /** What encrypts our ends; null where the programs do not. */
  public record TlsEnds(@Nullable SslContext source, @Nullable SslContext destination) {
    public static final TlsEnds PLAIN = new TlsEnds(null, null);
  }

  public PortSubject(String name, Running running, Way way, Generator generator, TlsEnds tls) {
    this.name = name;
    this.running = running;
    this.way = way;
    this.generator = generator;
    this.tls = tls;
  }

  @Override
  public String name() {
    return name;
  }

  public Way way() {
    return way;
  }

  @Override
  public ProcessUsage usage() throws IOException {
    return running.usage();
  }

  @Override
  public Circuits connect(int count) throws IOException {
    try (Accepting accepting = generator.accept(way.back(), tls.destination())) {
      var sources = new ArrayList<Pump>();
      var destinations = new ArrayList<Pump>();
      for (int i = 0; i < count; i++) {
        generator.connect(
            way.front(), tls.source(), channel -> sources.add(Generator.greetingPump(channel)));
        destinations.add(accepting.next());
      }
      return new Circuits(sources, destinations, () -> {});
    }
  }

  @Override
  public void close() {
    running.atEnd().run();
  }
}
