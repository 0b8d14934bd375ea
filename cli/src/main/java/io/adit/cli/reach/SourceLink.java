package io.adit.cli.reach;

import io.adit.peer.Proxy;
import io.adit.peer.ProxyListener;
import io.adit.peer.ProxyOptions;
import io.adit.peer.ProxyOutcome;
import io.adit.peer.ReconnectPolicy;
import io.adit.peer.ServiceMap;
import io.adit.peer.link.Credentials;
import io.adit.peer.link.LinkOptions;
import io.adit.peer.link.LinkTuning;
import io.adit.peer.link.RelayAccess;
import io.adit.peer.socket.Channels;
import io.adit.peer.socket.Endpoint;
import io.adit.wire.AccessToken;
import io.adit.wire.Dialect;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The source's end of a tunnel, as {@code adit proxy} would run it. */
public final class SourceLink {
  /** What every link of a run has in common. */
  record Base(Vertx vertx, RelayAccess relay, Dialect dialect) {}

  private static final Duration FAREWELL = Duration.ofSeconds(4);

  private final Proxy proxy;
  private final CompletableFuture<ProxyOutcome> outcome;
  private final CompletableFuture<Boolean> serving = new CompletableFuture<>();
  private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();

  private SourceLink(Function<ProxyListener, Proxy> start) {
    proxy = start.apply(new Listener());
    outcome = proxy.outcome().toCompletionStage().toCompletableFuture();
    var _ = outcome.thenRun(() -> serving.complete(false));
  }

  /** Listens for these services, for as long as the tunnel is open. */
  static SourceLink listen(Base base, AccessToken token, SequencedMap<String, Endpoint> endpoints) {
    ProxyOptions options = options(base, token, new ServiceMap.Some(endpoints));
    return new SourceLink(listener -> Proxy.start(base.vertx(), options, listener));
  }

  /** Carries one connection. */
  static SourceLink carry(Base base, AccessToken token, String service, Channels channels) {
    ProxyOptions options = options(base, token, new ServiceMap.Sole(service)).ofOneConnection();
    return new SourceLink(listener -> Proxy.connect(base.vertx(), options, channels, listener));
  }

  private static ProxyOptions options(Base base, AccessToken token, ServiceMap services) {
    LinkOptions link =
        new LinkOptions(
            base.relay(), Side.SOURCE, Subprotocol.V3, Credentials.of(token), LinkTuning.DEFAULT);
    return new ProxyOptions(link, services, base.dialect(), ReconnectPolicy.DEFAULT);
  }

  /** The proxy, to watch it. */
  public Proxy proxy() {
    return proxy;
  }

  /** Where a service is listened for, once it serves. */
  public Endpoint endpoint(String service) {
    return Optional.ofNullable(endpoints.get(service))
        .orElseThrow(() -> new IllegalStateException("it does not serve " + service));
  }

  /** Whether it has served or ended within this time. */
  boolean isDecidedWithin(Duration limit) throws InterruptedException {
    return within(limit, serving).isPresent();
  }

  /** Whether it has served at all. */
  boolean hasServed() {
    return serving.getNow(false);
  }

  /** How it has ended; empty while it runs. */
  public Optional<ProxyOutcome> ended() {
    return Optional.ofNullable(outcome.getNow(null));
  }

  /** How it has ended, or empty after this time. */
  Optional<ProxyOutcome> endedWithin(Duration limit) throws InterruptedException {
    return within(limit, outcome);
  }

  /** Waits for its end. */
  public ProxyOutcome awaitEnd() throws InterruptedException {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an outcome never fails", e);
    }
  }

  /** Ends it with a close frame. */
  public void stop() {
    var _ = proxy.stop();
    try {
      var _ = within(FAREWELL, outcome);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> Optional<T> within(Duration limit, CompletableFuture<T> future)
      throws InterruptedException {
    try {
      return Optional.of(future.get(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("these never fail", e);
    }
  }

  private final class Listener implements ProxyListener {
    @Override
    public void onConnected() {
      serving.complete(true);
    }

    @Override
    public void onListening(String service, Endpoint endpoint) {
      endpoints.put(service, endpoint);
    }
  }
}
