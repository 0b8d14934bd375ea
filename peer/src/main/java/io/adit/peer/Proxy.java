package io.adit.peer;

import io.adit.peer.connection.BackPressure;
import io.adit.peer.link.LinkEnd;
import io.adit.peer.link.RefusedException;
import io.adit.peer.link.RelayConnector;
import io.adit.peer.link.TunnelLink;
import io.adit.peer.link.UnreachableException;
import io.adit.peer.socket.Channels;
import io.adit.peer.socket.Dialer;
import io.adit.peer.socket.EventLoops;
import io.adit.peer.socket.Retries;
import io.adit.peer.socket.Timers;
import io.adit.wire.Side;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a tunnel, running: opens a link, serves on it, opens another when it is lost, until
 * the tunnel is closed, the relay refuses, or somebody stops it.
 *
 * <pre>
 *            ┌────────── wait ◄──────────┐
 *            ▼                           │ lost
 *  start ► opening ──open──► serving ────┤
 *            │ refused                   │ closed, dismissed
 *            └──────────► outcome ◄──────┘
 * </pre>
 *
 * Any thread may call the public methods; all else runs on one event loop.
 */
public final class Proxy {
  private static final Logger log = LoggerFactory.getLogger(Proxy.class);

  /** AWS's own word, in the body or in {@code X-Status-Reason}. */
  private static final String TUNNEL_IS_CLOSED = "Tunnel is closed";

  private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration FAREWELL_LIMIT = Duration.ofSeconds(2);

  private final Timers timers;
  private final Context eventLoop;
  private final ProxyOptions options;
  private final ProxyListener listener;
  private final RelayConnector connector;
  private final Dialer dialer;
  private final BackPressure backPressure;
  private final ProxyMeter meter;
  private final TunnelSide side;
  private final Reconnect reconnect;
  private final Promise<ProxyOutcome> outcome = Promise.promise();

  private @Nullable TunnelLink link;

  /** Completes when the applications have what came on the link before this one. */
  private Future<Void> farewell = Future.succeededFuture();

  private boolean finished;

  private Proxy(
      Vertx vertx,
      Timers timers,
      ProxyOptions options,
      ProxyListener listener,
      @Nullable Channels channels) {
    SecureRandom random = new SecureRandom();
    this.timers = timers;
    this.eventLoop = EventLoops.next(vertx);
    this.options = options;
    this.listener = listener;
    this.connector = new RelayConnector(vertx, timers, options.link(), random);
    this.dialer = Dialer.create(vertx, DIAL_TIMEOUT, options.local().from());
    this.backPressure =
        new BackPressure(timers, options.local().limits(), options.side() == Side.SOURCE);
    this.meter = new ProxyMeter(timers, backPressure);
    this.side = side(vertx, channels);
    this.reconnect = new Reconnect(options.reconnect(), random, timers::nanoTime);
  }

  private TunnelSide side(Vertx vertx, @Nullable Channels channels) {
    LocalOptions local = options.local();
    if (channels != null) {
      return new SoleSource(options, channels, backPressure, this::finish);
    }
    return options.side() == Side.SOURCE
        ? new SourceProxy(vertx, dialer, options, listener, backPressure)
        : new DestinationProxy(dialer, new Retries(vertx, local.retry()), options, backPressure);
  }

  /** Starts a proxy. It uses the Vert.x instance and does not close it. */
  public static Proxy start(Vertx vertx, ProxyOptions options, ProxyListener listener) {
    return start(vertx, Timers.of(vertx), options, listener, null);
  }

  /**
   * Starts a source for one connection, which begins with the first link, and ends with it.
   *
   * @param options for a {@link ServiceMap.Sole}
   * @param channels the application
   */
  public static Proxy connect(
      Vertx vertx, ProxyOptions options, Channels channels, ProxyListener listener) {
    return start(vertx, Timers.of(vertx), options, listener, channels);
  }

  static Proxy start(
      Vertx vertx,
      Timers timers,
      ProxyOptions options,
      ProxyListener listener,
      @Nullable Channels channels) {
    Proxy proxy = new Proxy(vertx, timers, options, listener, channels);
    log.info("Starting proxy in {} mode", options.side().mode());
    proxy.eventLoop.exceptionHandler(proxy::onBug);
    proxy.eventLoop.runOnContext(_ -> proxy.open());
    return proxy;
  }

  /** Completes when the proxy has ended for good, and never fails. */
  public Future<ProxyOutcome> outcome() {
    return outcome.future();
  }

  /**
   * Tells how the proxy is, now and again and again until it has ended, on its event loop: whoever
   * is told must not take long. Each time the way to the relay is measured anew.
   *
   * @param period between two looks
   */
  public void watch(Duration period, Consumer<ProxyStatus> watcher) {
    eventLoop.runOnContext(_ -> look(period, watcher));
  }

  private void look(Duration period, Consumer<ProxyStatus> watcher) {
    watcher.accept(meter.look());
    if (!finished) {
      var _ = timers.after(period, () -> look(period, watcher));
    }
  }

  /** Ends the link with a close frame, and the proxy. */
  public Future<ProxyOutcome> stop() {
    eventLoop.runOnContext(_ -> finish(new ProxyOutcome.Stopped("stopped")));
    return outcome();
  }

  private String uri() {
    return options.link().relay().uri();
  }

  private void open() {
    if (finished) {
      return;
    }
    meter.onOpening();
    log.info("Attempting to establish web socket connection with endpoint {}", uri());
    connector.open().onSuccess(this::onOpened).onFailure(this::onOpenFailed);
  }

  private void onOpened(TunnelLink opened) {
    if (finished) {
      opened.close("stopped");
      return;
    }
    link = opened;
    meter.onOpened(opened);
    reconnect.onOpened();
    opened.channelId().ifPresent(id -> log.info("Web socket session ID: {}", id));
    log.info("Successfully established websocket connection with proxy server: {}", uri());
    new LinkSession(opened, options, side, new SessionOwner()).start();
  }

  private void onOpenFailed(Throwable cause) {
    switch (cause) {
      case RefusedException refused -> onRefused(refused);
      case UnreachableException unreachable ->
          retry(reconnect.allowsAfterFailure(), unreachable.text());
      case Error error -> onError(error);
      default -> {
        log.error("Opening the link failed in a way that was not foreseen", cause);
        retry(reconnect.allowsAfterFailure(), cause.toString());
      }
    }
  }

  private void onRefused(RefusedException refused) {
    if (refused.reason().contains(TUNNEL_IS_CLOSED)) {
      finish(new ProxyOutcome.Closed(refused.reason()));
      return;
    }
    log.error(
        "Proxy server rejected web socket upgrade request: (HTTP/1.1 {}) \"{}\"",
        refused.status(),
        refused.reason());
    finish(new ProxyOutcome.Refused(refused.status(), refused.reason()));
  }

  private void retry(boolean allowed, String why) {
    if (!allowed) {
      finish(new ProxyOutcome.GaveUp(why));
    } else if (!finished) {
      Duration wait = reconnect.next();
      meter.onWaiting(wait);
      log.warn("{}; next attempt in {} s", why, String.format("%.1f", wait.toMillis() / 1000.0));
      var _ = timers.after(wait, this::open);
    }
  }

  private void onLinkEnded(LinkEnd end) {
    link = null;
    meter.onLinkEnded();
    reconnect.onEnded();
    boolean done = side.isDone();
    farewell = side.onLinkEnded();
    listener.onDisconnected();
    if (done) {
      // What is left is to write what came.
      return;
    }
    switch (end) {
      case LinkEnd.Lost lost ->
          retry(reconnect.allowsAfterLoss(), "Connection to " + uri() + " lost: " + lost.why());
      case LinkEnd.ClosedByRelay closed -> onClosedByRelay(closed);
    }
  }

  private void onClosedByRelay(LinkEnd.ClosedByRelay closed) {
    log.info("Web socket close received. Code: {}; Reason: {}", closed.code(), closed.reason());
    switch (CloseMeaning.of(closed.code())) {
      case TUNNEL_CLOSED -> finish(new ProxyOutcome.Closed(closed.reason()));
      case DISMISSED -> finish(new ProxyOutcome.Dismissed(closed.reason()));
      case COME_BACK ->
          retry(reconnect.allowsAfterLoss(), "The relay ended the connection: " + closed.reason());
    }
  }

  /** Waits until the applications have what came for them, but not for ever. */
  private void finish(ProxyOutcome end) {
    if (finished) {
      return;
    }
    finished = true;
    meter.onEnded();
    Future<Void> closed = link == null ? Future.succeededFuture() : link.close(end.text());
    Future<?> all = Future.join(farewell, side.onLinkEnded(), closed);
    side.close();
    boolean patient = side instanceof SoleSource && !(end instanceof ProxyOutcome.Stopped);
    Future<?> left = patient ? all : all.timeout(FAREWELL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    left.onComplete(_ -> {
      connector.close();
      dialer.close();
      outcome.complete(end);
    });
  }

  private void onBug(Throwable bug) {
    if (bug instanceof Error error) {
      onError(error);
      return;
    }
    log.error("This is a defect of the proxy; the link is dropped", bug);
    if (link != null) {
      link.drop("a defect of the proxy");
    }
  }

  /** A class that is missing is missing the next time too. */
  private void onError(Error error) {
    log.debug("This is why the proxy ends", error);
    finish(ProxyOutcome.Defect.of(error));
  }

  private final class SessionOwner implements LinkSession.Owner {
    @Override
    public void onServing() {
      listener.onConnected();
    }

    @Override
    public void onFatal(ProxyOutcome fatal) {
      finish(fatal);
    }

    @Override
    public void onEnded(LinkEnd end) {
      onLinkEnded(end);
    }
  }
}
