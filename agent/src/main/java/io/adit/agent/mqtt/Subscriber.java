package io.adit.agent.mqtt;

import io.adit.agent.config.AgentConfig;
import io.adit.agent.mqtt.GatewayProblem.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the device subscribed: opens a link, another one when it is lost, until it is closed.
 *
 * <pre>
 *   connecting ──► connected
 *    ▲      │          │ lost
 *    │      ▼ failed   ▼
 *    └──── waiting ◄───┘
 * </pre>
 *
 * Belongs to one event loop, which makes every call and on which the listener hears.
 */
public final class Subscriber {
  /** What it tells. */
  public interface Listener {
    /** The bytes of a notify message; they may come twice. */
    void onMessage(byte[] payload);

    void onState(State state);
  }

  /** How it is. */
  public sealed interface State {}

  /** It tries to connect. */
  public record Connecting() implements State {}

  /** It is subscribed. */
  public record Connected(Instant since) implements State {}

  /** It tries again later. */
  public record Waiting(GatewayProblem problem) implements State {}

  /** It has ended for good. */
  public record Ended() implements State {}

  private static final Logger log = LoggerFactory.getLogger(Subscriber.class);

  private final Vertx vertx;
  private final Patience patience;
  private final Backoff backoff;
  private final Listener listener;

  private AgentConfig config;
  private int version = NotifyLink.MQTT_5;
  private @Nullable NotifyLink link;
  private long openedAt;
  private long timer = -1;

  /** Counts what was begun, so that what belongs to an earlier configuration is passed over. */
  private int generation;

  private boolean opening;
  private boolean ended;

  /**
   * @param random spreads the devices that come back
   */
  public Subscriber(
      Vertx vertx,
      AgentConfig config,
      Patience patience,
      RandomGenerator random,
      Listener listener) {
    this.vertx = vertx;
    this.config = config;
    this.patience = patience;
    this.backoff = new Backoff(patience, random);
    this.listener = listener;
  }

  /** Connects for the first time. */
  public void start() {
    connect();
  }

  /** Connects anew where what the connection is made of has changed. */
  public void reload(AgentConfig changed) {
    boolean isSame =
        changed.gateway().equals(config.gateway()) && changed.thing().equals(config.thing());
    config = changed;
    if (isSame || ended) {
      return;
    }
    log.info("Connecting anew with what the configuration says now");
    version = NotifyLink.MQTT_5;
    backoff.reset();
    if (opening) {
      // Two at once would take the session from each other: that attempt is waited for.
      generation++;
    } else {
      leave().onComplete(_ -> connect());
    }
  }

  /** Ends for good; the session stays at the gateway, and messages wait in it. */
  public Future<Void> close() {
    ended = true;
    listener.onState(new Ended());
    return leave();
  }

  private Future<Void> leave() {
    generation++;
    vertx.cancelTimer(timer);
    NotifyLink left = link;
    link = null;
    return left == null ? Future.succeededFuture() : left.close();
  }

  private void connect() {
    if (ended) {
      return;
    }
    opening = true;
    int mine = ++generation;
    listener.onState(new Connecting());
    NotifyLink.open(
            vertx,
            config.gateway(),
            config.thing(),
            new NotifyLink.Terms(version, patience.keepAlive()),
            new LinkEvents(mine))
        .onSuccess(opened -> onOpened(mine, opened))
        .onFailure(cause -> onFailed(mine, NotifyLink.problem(cause)));
  }

  private void onOpened(int of, NotifyLink opened) {
    opening = false;
    if (of != generation || ended) {
      opened.close().onComplete(_ -> connect());
      return;
    }
    link = opened;
    openedAt = System.nanoTime();
    log.info(
        "Connected to {} as {}; listening for tunnels", config.gateway().address(), config.thing());
    listener.onState(new Connected(Instant.now()));
  }

  private void onFailed(int of, GatewayProblem problem) {
    opening = false;
    if (of != generation || ended) {
      connect();
      return;
    }
    if (problem.kind() == Kind.OLD_VERSION && version == NotifyLink.MQTT_5) {
      log.info("{} does not speak MQTT 5; trying 3.1.1", config.gateway().address());
      version = NotifyLink.MQTT_3_1_1;
      connect();
      return;
    }
    retry(problem);
  }

  private void onLost(GatewayProblem problem) {
    link = null;
    if (System.nanoTime() - openedAt >= patience.healthyAfter().toNanos()) {
      backoff.reset();
    }
    retry(problem);
  }

  private void retry(GatewayProblem problem) {
    Duration wait =
        problem.kind() == Kind.TAKEN_OVER ? backoff.nextAfterTakeover() : backoff.next();
    log.warn(
        "{}: {}; next attempt in {} s",
        config.gateway().address(),
        problem.text(),
        String.format("%.1f", wait.toMillis() / 1000.0));
    listener.onState(new Waiting(problem));
    timer = vertx.setTimer(Math.max(1, wait.toMillis()), _ -> connect());
  }

  private final class LinkEvents implements NotifyLink.Listener {
    private final int of;

    LinkEvents(int of) {
      this.of = of;
    }

    @Override
    public boolean onMessage(byte[] payload) {
      boolean isCurrent = of == generation && !ended;
      if (isCurrent) {
        listener.onMessage(payload);
      }
      return isCurrent;
    }

    @Override
    public void onLost(GatewayProblem problem) {
      if (of == generation && !ended) {
        Subscriber.this.onLost(problem);
      }
    }
  }
}
