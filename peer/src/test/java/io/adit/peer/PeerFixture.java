package io.adit.peer;

import static java.util.Objects.requireNonNull;

import io.adit.peer.connection.ConnectionLimits;
import io.adit.peer.connection.Patience;
import io.adit.peer.link.CertificateAuthorities;
import io.adit.peer.link.Credentials;
import io.adit.peer.link.LinkOptions;
import io.adit.peer.link.LinkTuning;
import io.adit.peer.link.RelayAccess;
import io.adit.peer.link.RelayTrust;
import io.adit.peer.link.WebProxy;
import io.adit.peer.socket.Channels;
import io.adit.peer.socket.Endpoint;
import io.adit.peer.socket.Timers;
import io.adit.wire.AccessToken;
import io.adit.wire.ClientToken;
import io.adit.wire.Dialect;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A relay that the test speaks for, and proxies that connect to it. */
final class PeerFixture implements AutoCloseable {
  private static final int WAIT_SECONDS = 20;
  static final Duration PING_PERIOD = Duration.ofSeconds(20);
  static final AccessToken ACCESS_TOKEN = new AccessToken("the-access-token");
  static final ClientToken CLIENT_TOKEN = new ClientToken("0123456789abcdef0123456789abcdef");

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  private final FakeRelay relay = FakeRelay.start(vertx);
  private final List<Running> running = new ArrayList<>();

  private Dialect dialect = Dialect.V3;
  private Subprotocol subprotocol = Subprotocol.V3;
  private String relayHost = "localhost";
  private int relayPort = relay.port();
  private RelayTrust trust = testAuthority();
  private @Nullable WebProxy webProxy;
  private LinkTuning tuning = new LinkTuning(Duration.ofSeconds(5), PING_PERIOD);
  private ReconnectPolicy reconnect =
      new ReconnectPolicy(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofSeconds(30));

  /** As a rule, but whoever closes is hardly waited for. */
  private LocalOptions local =
      limited(
          ConnectionLimits.DEFAULT.waiting(
              new Patience(
                  Patience.DEFAULT.stall(), Patience.DEFAULT.linger(), Duration.ofMillis(20))));

  private Timers timers = Timers.of(vertx);

  /** A proxy with the events that it told. */
  static final class Running implements ProxyListener {
    private final BlockingQueue<String> connects = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> disconnects = new LinkedBlockingQueue<>();
    private final Map<String, BlockingQueue<Endpoint>> listening = new ConcurrentHashMap<>();
    private @Nullable Proxy proxy;

    private volatile @Nullable Error failsWith;

    /** From now on it has no part that it needs. */
    void failWith(Error error) {
      failsWith = error;
    }

    @Override
    public void onConnected() {
      Error error = failsWith;
      if (error != null) {
        throw error;
      }
      connects.add("connected");
    }

    @Override
    public void onDisconnected() {
      disconnects.add("disconnected");
    }

    @Override
    public void onListening(String service, Endpoint endpoint) {
      queue(service).add(endpoint);
    }

    void awaitConnected() throws InterruptedException {
      take(connects);
    }

    void awaitDisconnected() throws InterruptedException {
      take(disconnects);
    }

    boolean lostItsLink() {
      return !disconnects.isEmpty();
    }

    /** Where it listens for a service. */
    Endpoint endpoint(String service) throws InterruptedException {
      Endpoint endpoint = take(queue(service));
      queue(service).add(endpoint);
      return endpoint;
    }

    /** A new connection of an application to a service. */
    Socket connect(String service) throws IOException, InterruptedException {
      Endpoint.Tcp tcp = (Endpoint.Tcp) endpoint(service);
      Socket socket = new Socket(InetAddress.getByName(tcp.host()), tcp.port());
      socket.setSoTimeout(WAIT_SECONDS * 1000);
      return socket;
    }

    ProxyOutcome outcome() {
      return FakeRelay.await(requireNonNull(proxy).outcome());
    }

    void watch(Duration period, Consumer<ProxyStatus> watcher) {
      requireNonNull(proxy).watch(period, watcher);
    }

    ProxyOutcome stop() {
      return FakeRelay.await(requireNonNull(proxy).stop());
    }

    private BlockingQueue<Endpoint> queue(String service) {
      return listening.computeIfAbsent(service, _ -> new LinkedBlockingQueue<>());
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
      T next = queue.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing happened within " + WAIT_SECONDS + " s");
      }
      return next;
    }
  }

  static RelayTrust testAuthority() {
    try {
      return new CertificateAuthorities().add(Resources.path("authority.pem")).trust();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Vertx vertx() {
    return vertx;
  }

  FakeRelay relay() {
    return relay;
  }

  PeerFixture speaking(Subprotocol newSubprotocol, Dialect newDialect) {
    subprotocol = newSubprotocol;
    dialect = newDialect;
    return this;
  }

  PeerFixture trusting(RelayTrust newTrust) {
    trust = newTrust;
    return this;
  }

  PeerFixture reaching(String host, int port) {
    relayHost = host;
    relayPort = port;
    return this;
  }

  /** For tests that move time by hours at once, which leaves a relay no time to be heard. */
  PeerFixture hardlyPinging() {
    tuning = new LinkTuning(Duration.ofSeconds(5), Duration.ofDays(1_000));
    return this;
  }

  PeerFixture limitedTo(ConnectionLimits limits) {
    return locally(limited(limits));
  }

  PeerFixture locally(LocalOptions options) {
    local = options;
    return this;
  }

  private static LocalOptions limited(ConnectionLimits limits) {
    LocalOptions options = LocalOptions.DEFAULT;
    return new LocalOptions(limits, options.maxActive(), options.retry(), options.from());
  }

  /** From now on proxies live in a time that the test moves. */
  PeerFixture inTime(Timers newTimers) {
    timers = newTimers;
    return this;
  }

  PeerFixture reconnecting(ReconnectPolicy policy) {
    reconnect = policy;
    return this;
  }

  PeerFixture through(WebProxy proxy) {
    webProxy = proxy;
    return this;
  }

  Running source(String mapping) {
    return start(Side.SOURCE, ServiceMap.parse(mapping, "127.0.0.1"));
  }

  Running destination(String mapping) {
    return start(Side.DESTINATION, ServiceMap.parse(mapping, "127.0.0.1"));
  }

  /** A source for the one connection of this application. */
  Running connect(ServiceMap.Sole service, Channels application) {
    return start(Side.SOURCE, service, application);
  }

  Running start(Side side, ServiceMap services) {
    return start(side, services, null);
  }

  private Running start(Side side, ServiceMap services, @Nullable Channels application) {
    LinkOptions link =
        new LinkOptions(
            new RelayAccess(new Endpoint.Tcp(relayHost, relayPort), trust, webProxy),
            side,
            subprotocol,
            new Credentials(ACCESS_TOKEN, CLIENT_TOKEN),
            tuning);
    Running started = new Running();
    ProxyOptions options = new ProxyOptions(link, services, dialect, reconnect, local);
    ProxyOptions fitting = application == null ? options : options.ofOneConnection();
    started.proxy = Proxy.start(vertx, timers, fitting, started, application);
    running.add(started);
    return started;
  }

  @Override
  public void close() {
    running.forEach(Running::stop);
    relay.close();
    FakeRelay.await(vertx.close());
  }
}
