package io.adit.cli.demo;

import io.adit.peer.Proxy;
import io.adit.peer.ProxyListener;
import io.adit.peer.ProxyOptions;
import io.adit.peer.ProxyOutcome;
import io.adit.peer.ReconnectPolicy;
import io.adit.peer.ServiceMap;
import io.adit.peer.link.CertificateAuthorities;
import io.adit.peer.link.Credentials;
import io.adit.peer.link.LinkOptions;
import io.adit.peer.link.LinkTuning;
import io.adit.peer.link.RelayAccess;
import io.adit.peer.socket.Endpoint;
import io.adit.server.RunningServer;
import io.adit.wire.AccessToken;
import io.adit.wire.Dialect;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One of the demo's two proxies, as {@code adit proxy} would run it. */
final class DemoProxy implements AutoCloseable {
  private static final long LIMIT_SECONDS = 30;

  private final Proxy proxy;
  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final CompletableFuture<Endpoint> listening = new CompletableFuture<>();

  private DemoProxy(Vertx vertx, ProxyOptions options) {
    this.proxy = Proxy.start(vertx, options, new Listener());
    var _ = proxy.outcome().onSuccess(this::onEnded);
  }

  /**
   * @param mapping as after {@code -s} or {@code -d}
   */
  static DemoProxy start(
      Vertx vertx, RunningServer server, Path authority, Side side, String token, String mapping)
      throws IOException {
    var relay =
        new RelayAccess(
            new Endpoint.Tcp(server.host(), server.port()),
            new CertificateAuthorities().add(authority).trust(),
            null);
    var link =
        new LinkOptions(
            relay,
            side,
            Subprotocol.V3,
            Credentials.of(new AccessToken(token)),
            LinkTuning.DEFAULT);
    ServiceMap services = ServiceMap.parse(mapping, "127.0.0.1");
    return new DemoProxy(
        vertx, new ProxyOptions(link, services, Dialect.V3, ReconnectPolicy.DEFAULT));
  }

  /** Waits until the relay has let it in. */
  void awaitConnected() throws InterruptedException, IOException {
    await(connected, "the relay");
  }

  /** Waits until it listens, and returns the port. */
  int awaitPort() throws InterruptedException, IOException {
    return await(listening, "a port") instanceof Endpoint.Tcp tcp ? tcp.port() : 0;
  }

  /** Waits until it has ended for good. */
  ProxyOutcome awaitEnd() throws InterruptedException, IOException {
    return await(proxy.outcome().toCompletionStage().toCompletableFuture(), "the end");
  }

  @Override
  public void close() {
    var _ = proxy.stop();
  }

  private void onEnded(ProxyOutcome outcome) {
    IOException ended = new IOException("the proxy ended: " + outcome.text());
    connected.completeExceptionally(ended);
    listening.completeExceptionally(ended);
  }

  private static <T> T await(CompletableFuture<T> future, String what)
      throws InterruptedException, IOException {
    try {
      return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException("no sign of " + what + " within " + LIMIT_SECONDS + " s", e);
    }
  }

  private final class Listener implements ProxyListener {
    @Override
    public void onConnected() {
      connected.complete(null);
    }

    @Override
    public void onListening(String service, Endpoint endpoint) {
      listening.complete(endpoint);
    }
  }
}
