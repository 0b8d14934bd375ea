package io.adit.bench.relay;

import io.adit.bench.process.Child;
import io.adit.bench.relay.Generator.Accepting;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** A TCP proxy: a circuit is a connection to it, and the one that it makes to us for that. */
final class ProxyRelay implements Subject {
  private final String name;
  private final Child child;
  private final Ports ports;
  private final Generator generator;
  private final TlsEnds tls;

  /** Where it listens, and where it connects to. */
  record Ports(int front, int back) {
    static Ports free() throws IOException {
      return new Ports(io.adit.bench.process.Ports.free(), io.adit.bench.process.Ports.free());
    }
  }

  /** What encrypts our ends; null where the proxy does not. */
  record TlsEnds(@Nullable SslContext source, @Nullable SslContext destination) {
    static final TlsEnds PLAIN = new TlsEnds(null, null);
  }

  ProxyRelay(String name, Child child, Ports ports, Generator generator, TlsEnds tls) {
    this.name = name;
    this.child = child;
    this.ports = ports;
    this.generator = generator;
    this.tls = tls;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long pid() {
    return child.pid();
  }

  @Override
  public Circuits connect(int count) throws IOException {
    try (Accepting accepting = generator.accept(ports.back(), tls.destination())) {
      var sources = new ArrayList<Pump>();
      var destinations = new ArrayList<Pump>();
      for (int i = 0; i < count; i++) {
        generator.connect(
            ports.front(), tls.source(), channel -> sources.add(Generator.pump(channel)));
        destinations.add(accepting.next());
      }
      return new Circuits(sources, destinations, () -> {});
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
