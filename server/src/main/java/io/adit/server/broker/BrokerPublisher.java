package io.adit.server.broker;

import io.adit.server.tunnel.ClientMode;
import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.Notification;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.server.tunnel.RotatedTokens;
import io.adit.server.tunnel.TunnelListener;
import io.adit.server.tunnel.TunnelRegistry;
import io.adit.server.tunnel.Unclaimed;
import io.adit.wire.AccessToken;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes notify messages through an outside broker, in the built-in gateway's place.
 *
 * <p>What the broker has not taken is pending in the store, without its token: when it can be sent,
 * the tunnel's destination gets a new token, if nobody has used the old one. So neither a broker
 * that is away nor a restart loses a message, and nothing secret waits anywhere. State belongs to
 * one event loop; the store is asked on virtual threads.
 */
public final class BrokerPublisher implements TunnelListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerPublisher.class);

  /** Unacknowledged at once; what is more stays in the store. */
  private static final int MOST_IN_FLIGHT = 100;

  private static final long STORE_WAIT_MILLIS = 2_000;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final BrokerOptions options;
  private final String region;
  private final TunnelRegistry registry;
  private final Vertx vertx;
  private final Context loop;
  private final Backoff backoff;
  private final ExecutorService virtualThreads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("publisher-", 0).factory());

  // of the loop
  private @Nullable BrokerConnection connection;
  private final Map<Integer, Notification> inFlight = new HashMap<>();

  /** Tokens on their way, or taken and not yet recorded: not to be replaced by a new one. */
  private final Map<String, AccessToken> underWay = new HashMap<>();

  /** What the broker has taken while the store was asked: it may have answered before that. */
  private final Set<String> takenMeanwhile = new HashSet<>();

  private boolean sweeping;
  private boolean moreIsStored;

  /** Why there is no connection; null: there is one, or none was tried. */
  private volatile @Nullable String problem;

  /** What the log has said of that, until the broker is of use again. */
  private @Nullable String told;

  private boolean closed;

  private BrokerPublisher(
      BrokerOptions options,
      String region,
      TunnelRegistry registry,
      Vertx vertx,
      RandomGenerator random) {
    this.options = options;
    this.region = region;
    this.registry = registry;
    this.vertx = vertx;
    this.loop = ((VertxInternal) vertx).createEventLoopContext();
    this.backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, random);
  }

  /**
   * Starts; whether the broker can be reached shows later, in the log.
   *
   * @param region what notify messages name
   * @throws IOException for a certificate or key file that cannot be read
   */
  public static BrokerPublisher start(
      BrokerOptions options,
      String region,
      TunnelRegistry registry,
      Vertx vertx,
      RandomGenerator random)
      throws IOException {
    BrokerConnection.read(options, MOST_IN_FLIGHT);
    var publisher = new BrokerPublisher(options, region, registry, vertx, random);
    registry.addListener(publisher);
    publisher.onLoop(publisher::connect);
    return publisher;
  }

  /** Why the broker cannot be used, in a sentence; empty: it can, as far as is known. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem)
        .map(reason ->
            "the broker %s:%d cannot be used: %s."
                .formatted(options.host(), options.port(), reason));
  }

  @Override
  public void onOpened(OpenedTunnel opened) {
    tell(opened.tunnel().tunnelId(), opened.destination(), opened.tunnel().destinationConfig());
  }

  @Override
  public void onRotated(
      RotatedTokens rotated, ClientMode mode, @Nullable DestinationConfig notified) {
    tell(rotated.tunnel().tunnelId(), rotated.destination(), notified);
  }

  @Override
  public void close() {
    onLoop(() -> {
      closed = true;
      if (connection != null) {
        connection.close();
      }
    });
    virtualThreads.shutdown();
  }

  private void tell(
      String tunnelId, @Nullable AccessToken token, @Nullable DestinationConfig notified) {
    Notification.of(tunnelId, token, notified, region)
        .ifPresent(notification -> onLoop(() -> publish(notification)));
  }

  private void publish(Notification notification) {
    BrokerConnection to = connection;
    if (to == null || inFlight.size() >= MOST_IN_FLIGHT) {
      moreIsStored = true;
      return;
    }
    AccessToken token = notification.message().clientAccessToken();
    underWay.put(notification.tunnelId(), token);
    to.publish(notification.topic(options.topicPrefix()), notification.message().toJson())
        .onSuccess(packetId -> inFlight.put(packetId, notification))
        .onFailure(cause -> {
          underWay.remove(notification.tunnelId(), token);
          moreIsStored = true;
          LOG.debug("Tunnel {}: not sent: {}", notification.tunnelId(), cause.toString());
        });
  }

  private void onAcknowledged(int packetId) {
    Notification notification = inFlight.remove(packetId);
    if (notification != null) {
      onGood();
      LOG.info(
          "Tunnel {}: the broker has taken the message for thing {}",
          notification.tunnelId(),
          notification.thingName());
      onVirtualThread(() -> record(notification));
    }
  }

  private void record(Notification notification) {
    AccessToken token = notification.message().clientAccessToken();
    try {
      registry.published(notification.tunnelId(), token);
    } catch (RuntimeException e) {
      LOG.error(
          "Tunnel {}: it cannot be recorded that the broker has the message; it may be told again",
          notification.tunnelId(),
          e);
    }
    onLoop(() -> {
      underWay.remove(notification.tunnelId(), token);
      if (sweeping) {
        takenMeanwhile.add(notification.tunnelId());
      }
      sweepIfDue();
    });
  }

  private void connect() {
    onVirtualThread(() -> {
      try {
        var read = BrokerConnection.read(options, MOST_IN_FLIGHT + 1);
        onLoop(() ->
            BrokerConnection.open(vertx, read, options, new FromBroker())
                .onSuccess(this::onConnected)
                .onFailure(cause -> onFailed(String.valueOf(cause.getMessage()))));
      } catch (IOException e) {
        onLoop(() -> onFailed(e.toString()));
      }
    });
  }

  private void onConnected(BrokerConnection connected) {
    if (closed) {
      connected.close();
      return;
    }
    LOG.info("Connected to the broker {}:{}", options.host(), options.port());
    problem = null;
    connection = connected;
    moreIsStored = true;
    vertx.setTimer(LONGEST_WAIT.toMillis(), _ -> onLoop(() -> onLasted(connected)));
    sweepIfDue();
  }

  private void onLasted(BrokerConnection lasting) {
    if (lasting.equals(connection)) {
      onGood();
    }
  }

  /** Only now: a broker may let anybody in, and throw out who publishes. */
  private void onGood() {
    told = null;
    backoff.reset();
  }

  private void onFailed(String reason) {
    if (closed) {
      return;
    }
    if (!reason.equals(told)) {
      LOG.warn(
          "The broker {}:{} cannot be used; messages wait in the store and it is tried again: {}",
          options.host(),
          options.port(),
          reason);
    }
    told = reason;
    problem = reason;
    vertx.setTimer(backoff.next().toMillis(), _ -> onLoop(this::connect));
  }

  /** Gives what waits in the store new tokens, some at a time, and so has it published. */
  private void sweepIfDue() {
    int room = MOST_IN_FLIGHT / 2 - inFlight.size();
    if (!moreIsStored || sweeping || connection == null || room <= 0) {
      return;
    }
    sweeping = true;
    moreIsStored = false;
    takenMeanwhile.clear();
    int limit = room + underWay.size();
    onVirtualThread(() -> {
      List<Unclaimed> pending = pending(limit);
      if (pending == null) {
        sweepLater();
        return;
      }
      onLoop(() -> {
        List<Unclaimed> due = pending.stream().filter(each -> isDue(each.tunnelId())).toList();
        onVirtualThread(() -> redeliver(due, pending.size() >= limit));
      });
    });
  }

  private boolean isDue(String tunnelId) {
    return !underWay.containsKey(tunnelId) && !takenMeanwhile.contains(tunnelId);
  }

  /** Null: that cannot be found out. */
  private @Nullable List<Unclaimed> pending(int limit) {
    try {
      return registry.unpublished(limit);
    } catch (RuntimeException e) {
      LOG.error("It cannot be found out which messages wait for the broker", e);
      return null;
    }
  }

  private void redeliver(List<Unclaimed> due, boolean maybeMore) {
    boolean isAll = true;
    for (Unclaimed each : due) {
      try {
        if (registry.redeliver(each.tunnelId())) {
          LOG.info(
              "Tunnel {}: the broker did not have the message for thing {}; it gets a fresh token",
              each.tunnelId(),
              each.thingName());
        }
      } catch (RuntimeException e) {
        LOG.error("Tunnel {}: its token could not be rotated", each.tunnelId(), e);
        isAll = false;
        break; // so it would be with the others
      }
    }
    if (isAll) {
      onLoop(() -> onSwept(maybeMore));
    } else {
      sweepLater();
    }
  }

  private void onSwept(boolean maybeMore) {
    sweeping = false;
    moreIsStored |= maybeMore;
    sweepIfDue();
  }

  /** The store cannot do it now. */
  private void sweepLater() {
    vertx.setTimer(STORE_WAIT_MILLIS, _ -> onLoop(() -> onSwept(true)));
  }

  private void onLoop(Runnable task) {
    try {
      loop.runOnContext(_ -> task.run());
    } catch (RejectedExecutionException e) {
      LOG.debug("The publisher has stopped; what is pending is told at the next start");
    }
  }

  private void onVirtualThread(Runnable task) {
    try {
      virtualThreads.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("The publisher has stopped; what is pending is told at the next start");
    }
  }

  private final class FromBroker implements BrokerConnection.Listener {
    @Override
    public void onAcknowledged(int packetId) {
      onLoop(() -> BrokerPublisher.this.onAcknowledged(packetId));
    }

    @Override
    public void onLost(BrokerConnection lost, String reason) {
      onLoop(() -> {
        if (lost.equals(connection)) {
          connection = null;
          inFlight.clear();
          underWay.clear();
          onFailed(reason);
        }
      });
    }
  }
}
