package io.adit.agent;

import io.adit.agent.config.AgentConfig;
import io.adit.agent.health.Health;
import io.adit.agent.health.HealthFile;
import io.adit.agent.health.ServiceManager;
import io.adit.agent.mqtt.Patience;
import io.adit.agent.mqtt.Subscriber;
import io.adit.agent.tunnel.Tunnels;
import io.adit.peer.socket.EventLoops;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device's agent, running. Any thread may call the public methods; all else is done on one event
 * loop.
 */
public final class Agent {
  private static final Logger log = LoggerFactory.getLogger(Agent.class);

  private final Vertx vertx;
  private final Context loop;
  private final ServiceManager serviceManager;
  private final Subscriber subscriber;
  private final Tunnels tunnels;

  private AgentConfig config;
  private @Nullable HealthFile healthFile;
  private Subscriber.State state = new Subscriber.Connecting();
  private Health.@Nullable Problem lastError;
  private boolean ending;

  private Agent(Vertx vertx, AgentConfig config, Patience patience, ServiceManager serviceManager) {
    this.vertx = vertx;
    this.loop = EventLoops.next(vertx);
    this.config = config;
    this.serviceManager = serviceManager;
    this.healthFile = healthFile(config);
    this.tunnels = new Tunnels(vertx, loop, config, new TunnelEvents());
    this.subscriber =
        new Subscriber(vertx, config, patience, new SecureRandom(), new SubscriberEvents());
  }

  /**
   * Starts an agent. It uses the Vert.x instance and does not close it.
   *
   * @param serviceManager told how the agent is
   */
  public static Agent start(
      Vertx vertx, AgentConfig config, Patience patience, ServiceManager serviceManager) {
    Agent agent = new Agent(vertx, config, patience, serviceManager);
    agent.loop.exceptionHandler(bug -> log.error("This is a defect of the agent", bug));
    agent.loop.runOnContext(_ -> agent.begin());
    return agent;
  }

  private void begin() {
    log.info("Agent of {}: services {}", config.thing(), config.services());
    serviceManager.onReady("Starting");
    serviceManager
        .watchdog()
        .ifPresent(period -> {
          serviceManager.onAlive();
          vertx.setPeriodic(Math.max(1, period.toMillis() / 3), _ -> serviceManager.onAlive());
        });
    vertx.setPeriodic(HealthFile.PERIOD.toMillis(), _ -> writeHealth());
    subscriber.start();
  }

  /** Goes on with another configuration; tunnels that run keep running. */
  public Future<Void> reload(AgentConfig changed) {
    return onLoop(() -> {
      serviceManager.onReloading();
      if (healthFile != null && !changed.manners().equals(config.manners())) {
        healthFile.remove();
      }
      config = changed;
      healthFile = healthFile(changed);
      tunnels.reload(changed);
      subscriber.reload(changed);
      log.info("Configuration read again: services {}", config.services());
      serviceManager.onReady(health().text());
      tellChanged();
    });
  }

  /** A configuration that cannot be used: the one before goes on. */
  public Future<Void> onBadConfig(String problem) {
    return onLoop(() -> {
      log.error("{}; the configuration that was read before still holds", problem);
      serviceManager.onReloading();
      serviceManager.onReady("The new configuration is bad: " + problem);
      onProblem(problem);
    });
  }

  /** One look at it. */
  public Future<Health> look() {
    Promise<Health> look = Promise.promise();
    loop.runOnContext(_ -> look.complete(health()));
    return look.future();
  }

  /** Leaves the gateway, gives open connections the time that is configured, and ends. */
  public Future<Void> drain() {
    Promise<Void> done = Promise.promise();
    loop.runOnContext(_ -> {
      Duration time = config.manners().drain();
      ending = true;
      log.info("Ending; open connections get {} s", time.toMillis() / 1000.0);
      serviceManager.onStopping(time);
      Future.join(subscriber.close(), tunnels.drain(time))
          .onComplete(_ -> loop.runOnContext(_ -> end(done)));
      tellChanged();
    });
    return done.future();
  }

  private void end(Promise<Void> done) {
    if (healthFile != null) {
      healthFile.remove();
      healthFile = null;
    }
    serviceManager.close();
    log.info("Ended");
    done.tryComplete();
  }

  private Future<Void> onLoop(Runnable action) {
    Promise<Void> done = Promise.promise();
    loop.runOnContext(_ -> {
      action.run();
      done.complete();
    });
    return done.future();
  }

  private static @Nullable HealthFile healthFile(AgentConfig config) {
    Path path = config.manners().healthFile();
    return path == null ? null : new HealthFile(path);
  }

  private Health health() {
    return new Health(
        ending ? Health.State.ENDING : stateName(),
        config.thing(),
        state instanceof Subscriber.Connected connected ? connected.since() : null,
        tunnels.views(),
        lastError);
  }

  private Health.State stateName() {
    return switch (state) {
      case Subscriber.Connecting _ -> Health.State.CONNECTING;
      case Subscriber.Connected _ -> Health.State.CONNECTED;
      case Subscriber.Waiting _ -> Health.State.WAITING;
      case Subscriber.Ended _ -> Health.State.ENDING;
    };
  }

  private void onProblem(String text) {
    lastError = new Health.Problem(Instant.now(), text);
    tellChanged();
  }

  private void tellChanged() {
    serviceManager.onStatus(health().text());
    writeHealth();
  }

  private void writeHealth() {
    if (healthFile != null) {
      healthFile.write(health(), Instant.now());
    }
  }

  private final class SubscriberEvents implements Subscriber.Listener {
    @Override
    public void onMessage(byte[] payload) {
      tunnels.onMessage(payload);
    }

    @Override
    public void onState(Subscriber.State changed) {
      state = changed;
      if (changed instanceof Subscriber.Waiting waiting) {
        onProblem(waiting.problem().text());
      } else {
        tellChanged();
      }
    }
  }

  private final class TunnelEvents implements Tunnels.Listener {
    @Override
    public void onChanged() {
      tellChanged();
    }

    @Override
    public void onProblem(String text) {
      Agent.this.onProblem(text);
    }
  }
}
