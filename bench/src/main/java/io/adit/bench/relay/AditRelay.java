package io.adit.bench.relay;

import io.adit.bench.carry.Circuits;
import io.adit.bench.carry.Generator;
import io.adit.bench.carry.Pump;
import io.adit.bench.carry.Subject;
import io.adit.bench.measure.ProcessUsage;
import io.adit.bench.process.ServerProcess;
import io.adit.bench.process.Sockets;
import io.adit.bench.process.Tunnels;
import io.adit.wire.Side;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Adit's server: a circuit is a tunnel with two links. */
public final class AditRelay implements Subject {
  private final ServerProcess server;
  private final Tunnels tunnels;
  private final Generator generator;
  private final SslContext tls;

  /** The service of every tunnel. */
  public static final String SERVICE = TunnelEnd.SERVICE;

  /** The stream that every source has begun. */
  public static final int STREAM = TunnelEnd.FIRST_ID;

  /** Over a server that runs, and ends with its owner. */
  public AditRelay(ServerProcess server, Generator generator) throws IOException {
    this.server = server;
    this.tunnels = new Tunnels(server.api());
    this.generator = generator;
    this.tls = Sockets.tls(server.authority()).build();
  }

  @Override
  public String name() {
    return "Adit";
  }

  @Override
  public ProcessUsage usage() throws IOException {
    return ProcessUsage.of(server.pid());
  }

  @Override
  public Circuits connect(int count) throws IOException {
    var opened = new ArrayList<Tunnels.Tunnel>();
    var sources = new ArrayList<CompletableFuture<Pump>>();
    var destinations = new ArrayList<CompletableFuture<Pump>>();
    for (int i = 0; i < count; i++) {
      Tunnels.Tunnel tunnel = tunnels.open(TunnelEnd.SERVICE);
      opened.add(tunnel);
      destinations.add(link(Side.DESTINATION, tunnel.destinationToken()));
      sources.add(link(Side.SOURCE, tunnel.sourceToken()));
    }
    return new Circuits(
        awaitAll(sources), awaitAll(destinations), () -> opened.forEach(tunnels::delete));
  }

  private CompletableFuture<Pump> link(Side side, String token) throws IOException {
    var ready = new CompletableFuture<Pump>();
    generator.connect(server.port(), tls, channel -> TunnelEnd.open(channel, side, token, ready));
    return ready;
  }

  private static List<Pump> awaitAll(List<CompletableFuture<Pump>> links) throws IOException {
    var pumps = new ArrayList<Pump>();
    for (var link : links) {
      pumps.add(Sockets.await(link, Generator.PATIENCE, "A link does not come up"));
    }
    return pumps;
  }

  @Override
  public void close() {
    tunnels.close();
  }
}
