package io.adit.server.relay;

import io.adit.server.http.ApiResponse;
import io.adit.server.http.EventLoops;
import io.adit.server.http.Routes;
import io.adit.server.http.TlsPort;
import io.adit.server.http.TlsPortOptions;
import io.adit.server.http.UpgradeRequest;
import io.adit.server.store.Database;
import io.adit.server.store.SqlTunnels;
import io.adit.server.testing.RawConnection;
import io.adit.server.testing.TestTls;
import io.adit.server.tunnel.ConnectionState;
import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.OpenRequest;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.server.tunnel.TunnelArns;
import io.adit.server.tunnel.TunnelGuard;
import io.adit.server.tunnel.TunnelLimits;
import io.adit.server.tunnel.TunnelRegistry;
import io.adit.wire.AccessToken;
import io.adit.wire.Side;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A relay on a real port, with a real registry. Waits are measured by a clock that the test sets.
 */
final class RelayFixture implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  final VirtualTime time = new VirtualTime();

  private static final int LOBBY_LOOPS = 2;

  /** The event loop of each handshake's link, in the order they came. */
  final List<Executor> loops = new CopyOnWriteArrayList<>();

  /** What tunnels and links are held to. */
  record Held(LinkLimits links, TunnelGuard guard) {
    static final Held TO_NOTHING = new Held(LinkLimits.NONE, TunnelGuard.NONE);
  }

  private final AtomicReference<@Nullable BusyLoop> nextIsBusy = new AtomicReference<>();

  final WatchedStore store;
  final TunnelRegistry registry;
  final Relay relay;
  private final Database database;
  private final Vertx vertx = EventLoops.start(LOBBY_LOOPS + 2);
  private final TestTls tls;
  private final TlsPort port;

  RelayFixture(Path folder) throws IOException {
    this(folder, RelayOptions.DEFAULT);
  }

  RelayFixture(Path folder, RelayOptions options) throws IOException {
    this(folder, options, Duration.ofMinutes(1));
  }

  /**
   * @param patience of the port, with everything
   */
  RelayFixture(Path folder, RelayOptions options, Duration patience) throws IOException {
    this(folder, options, patience, (_, _) -> Held.TO_NOTHING);
  }

  /**
   * @param limits of the relay, by the database and the clock's time
   */
  RelayFixture(
      Path folder,
      RelayOptions options,
      Duration patience,
      BiFunction<Database, LongSupplier, Held> limits)
      throws IOException {
    tls = new TestTls(folder);
    database = new Database(folder.resolve("adit.db"));
    Held held = limits.apply(database, time.time().nanoTime());
    store = new WatchedStore(new SqlTunnels(database));
    registry =
        new TunnelRegistry(
            store.store(),
            Clock.systemUTC(),
            new SecureRandom(),
            new TunnelArns("us-east-1", "000000000000"),
            new TunnelLimits(3, Duration.ofHours(3), 50, held.guard()));
    relay = new Relay(registry, options, held.links(), vertx, time.time());
    registry.addListener(relay);
    port =
        TlsPort.open(
            vertx,
            new TlsPortOptions("127.0.0.1", 0, LOBBY_LOOPS, patience, patience, patience),
            tls.material(),
            new Routes(
                _ -> new ApiResponse(404, Map.of(), new byte[0]),
                this::onUpgrade,
                Optional::empty));
  }

  private void onUpgrade(UpgradeRequest request) {
    loops.add(request.eventLoop());
    BusyLoop busy = nextIsBusy.getAndSet(null);
    if (busy != null) {
      busy.occupy(request.eventLoop());
    }
    relay.onUpgrade(request);
  }

  /** From now on nothing is done for connections that are no links. */
  List<BusyLoop> makeLobbyBusy() {
    List<BusyLoop> all = new ArrayList<>();
    for (EventExecutor loop : ((VertxInternal) vertx).eventLoopGroup()) {
      if (all.size() < LOBBY_LOOPS) {
        BusyLoop busy = new BusyLoop();
        busy.occupy(loop);
        all.add(busy);
      }
    }
    return all;
  }

  /** From its handshake on, the event loop of the next link does nothing. */
  BusyLoop makeNextLoopBusy() {
    BusyLoop busy = new BusyLoop();
    nextIsBusy.set(busy);
    return busy;
  }

  OpenedTunnel open(String... services) {
    return open(services.length == 0 ? null : new DestinationConfig(null, List.of(services)));
  }

  /** A tunnel to this thing. */
  OpenedTunnel openTo(String thing) {
    return open(new DestinationConfig(thing, List.of("SSH")));
  }

  private OpenedTunnel open(@Nullable DestinationConfig config) {
    return registry.open(new OpenRequest(null, List.of(), config, 720));
  }

  /** A connection with TLS done and nothing sent. */
  RawConnection connect() throws IOException {
    return RawConnection.tls(tls.client(), port.port());
  }

  /** A link of this side that offers 3.0. */
  LinkClient link(Side side, AccessToken token) throws IOException {
    return link(HandshakeText.of(side, token));
  }

  LinkClient link(HandshakeText handshake) throws IOException {
    return new LinkClient(connect(), handshake);
  }

  RawConnection.Response refused(HandshakeText handshake) throws IOException {
    try (RawConnection connection = connect()) {
      return connection.send(handshake.bytes()).readResponse();
    }
  }

  ConnectionState.Status recorded(OpenedTunnel tunnel, Side side) {
    return registry.describe(tunnel.tunnel().tunnelId()).connectionState(side).status();
  }

  /** Shows new links another certificate. */
  void show(TestTls other) throws IOException {
    port.reload(other.material());
  }

  /** Stops listening and drops all connections, as a server that stops does. */
  void stop() {
    port.close();
    relay.close();
  }

  /** Waits for something that happens on another thread; fails when it does not. */
  static void eventually(String what, BooleanSupplier happened) {
    long start = System.nanoTime();
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new AssertionError("it did not happen that " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  @Override
  public void close() {
    stop();
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    database.close();
  }
}
