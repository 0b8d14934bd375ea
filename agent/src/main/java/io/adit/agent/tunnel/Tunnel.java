package io.adit.agent.tunnel;

import io.adit.peer.Proxy;
import io.adit.peer.ProxyListener;
import io.adit.peer.ProxyOptions;
import io.adit.peer.ProxyOutcome;
import io.adit.peer.ProxyStatus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One tunnel that this device is the destination of. Belongs to the agent's event loop. */
final class Tunnel {
  private static final Logger log = LoggerFactory.getLogger(Tunnel.class);
  private static final Duration LOOK_PERIOD = Duration.ofMillis(50);

  private final int number;
  private final List<String> services;
  private final Instant since = Instant.now();
  private final Context loop;
  private final Runnable onChanged;

  private boolean isConnected;

  /**
   * @param onChanged told on the loop when it is connected, or is not any more
   */
  Tunnel(int number, List<String> services, Context loop, Runnable onChanged) {
    this.number = number;
    this.services = services;
    this.loop = loop;
    this.onChanged = onChanged;
  }

  /** A tunnel, and the proxy that serves it. */
  record Running(Tunnel tunnel, Proxy proxy) {
    /** Completes on the agent's loop when the tunnel is over. */
    Future<ProxyOutcome> outcome() {
      Promise<ProxyOutcome> ended = Promise.promise();
      proxy.outcome().onComplete(end -> tunnel.loop.runOnContext(_ -> ended.handle(end)));
      return ended.future();
    }

    /** Ends when its connections have, or when the time is over. */
    Future<ProxyOutcome> drain(Vertx vertx, Duration time) {
      long timer = vertx.setTimer(Math.max(1, time.toMillis()), _ -> proxy.stop());
      proxy.watch(LOOK_PERIOD, this::stopWhenIdle);
      return outcome().onComplete(_ -> vertx.cancelTimer(timer));
    }

    private void stopWhenIdle(ProxyStatus status) {
      if (status.openConnections() == 0) {
        proxy.stop();
      }
    }
  }

  Running start(Vertx vertx, ProxyOptions options) {
    return new Running(this, Proxy.start(vertx, options, new Events()));
  }

  TunnelView view() {
    return new TunnelView(number, services, isConnected, since);
  }

  private void toConnected(boolean now) {
    isConnected = now;
    log.info("Tunnel {}: {}", number, now ? "connected" : "not connected");
    onChanged.run();
  }

  private final class Events implements ProxyListener {
    @Override
    public void onConnected() {
      loop.runOnContext(_ -> toConnected(true));
    }

    @Override
    public void onDisconnected() {
      loop.runOnContext(_ -> toConnected(false));
    }
  }
}
