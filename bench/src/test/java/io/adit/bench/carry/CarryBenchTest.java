package io.adit.bench.carry;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.bench.measure.ProcessUsage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

class CarryBenchTest {
  private static final int MIB = 1024 * 1024;

  /** A connection that only looks, as before a proxy is used, is not taken for a circuit. */
  @Test
  void bytesGoBothWaysOverEveryCircuit() throws IOException {
    var way = PortSubject.Way.free();
    try (var forwarder = new Forwarder(way);
        var generator = new Generator();
        var subject =
            new PortSubject(
                "forwarder",
                new PortSubject.Running(List.of(ProcessHandle.current().pid()), forwarder::close),
                way,
                generator,
                PortSubject.TlsEnds.PLAIN)) {
      new Socket(InetAddress.getLoopbackAddress(), way.front()).close();
      try (Circuits circuits = subject.connect(3)) {
        assertThat(circuits.ciphers()).isEqualTo("none");
        for (Direction direction : Direction.values()) {
          assertThat(circuits.carry(direction, MIB))
              .isBetween((long) MIB, MIB + 3L * Circuits.MESSAGE_BYTES);
          assertThat(circuits.carry(direction, MIB, Circuits.MESSAGE_BYTES))
              .isGreaterThanOrEqualTo(MIB);
        }
      }
    }
  }

  @Test
  void whoFailsIsLeftOutAndSaysWhy() {
    var out = new StringWriter();
    var plan = new CarryBench.Plan(List.of(1), 1, 2, List.of(), "nginx");
    var bench = new CarryBench(plan, new PrintWriter(out));

    bench.measure(1, List.of(new Broken()));

    CarryReport report = bench.report();
    assertThat(report.rows()).isEmpty();
    assertThat(report.failures()).containsExactly("broken failed with 1 at once: no way");
    assertThat(out.toString()).containsOnlyOnce("no way").contains("round 2");
  }

  @Test
  void othersThanThoseOfThePlanAreLeftAlone() {
    var plan = new CarryBench.Plan(List.of(1), 1, 1, List.of("Adit", "nginx"), "nginx");
    var bench = new CarryBench(plan, new PrintWriter(new StringWriter()));

    bench.measure(1, List.of(new Broken()));

    assertThat(bench.report().failures()).isEmpty();
  }

  private static final class Broken implements Subject {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public ProcessUsage usage() throws IOException {
      throw new IOException("no process");
    }

    @Override
    public Circuits connect(int count) throws IOException {
      throw new IOException("no way");
    }

    @Override
    public void close() {}
  }

  /** From a way's front to its back, a thread for each direction. */
  private static final class Forwarder implements AutoCloseable {
    private final ServerSocket front;

    Forwarder(PortSubject.Way way) throws IOException {
      front = new ServerSocket(way.front(), 50, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(() -> acceptAll(way.back()));
    }

    private void acceptAll(int back) {
      try {
        while (true) {
          Socket accepted = front.accept();
          Thread.ofVirtual().start(() -> join(accepted, back));
        }
      } catch (IOException e) {
        // Closed.
      }
    }

    private static void join(Socket accepted, int back) {
      try {
        var connected = new Socket(InetAddress.getLoopbackAddress(), back);
        Thread.ofVirtual().start(() -> copy(connected, accepted));
        copy(accepted, connected);
      } catch (IOException e) {
        // Nobody is behind the way yet.
      }
    }

    private static void copy(Socket from, Socket to) {
      try (from;
          to) {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException e) {
        // The other direction has ended.
      }
    }

    @Override
    public void close() {
      try {
        front.close();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
