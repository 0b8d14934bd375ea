package io.adit.server.gateway;

import io.adit.server.http.EventLoops;
import io.adit.server.http.RefusalLog;
import io.adit.server.http.TlsMaterial;
import io.adit.server.thing.DeviceRegistry;
import io.adit.server.thing.Presence;
import io.adit.server.thing.ThingListener;
import io.adit.server.traffic.DeviceListener;
import io.adit.server.tunnel.ClientMode;
import io.adit.server.tunnel.CloseCause;
import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.Notification;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.server.tunnel.RotatedTokens;
import io.adit.server.tunnel.TunnelListener;
import io.adit.server.tunnel.TunnelRegistry;
import io.adit.wire.AccessToken;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The built-in MQTT server for things. It has an event loop of its own, so that a storm of devices
 * does not hold tunnels up. Opening, reloading and closing block; what happened to tunnels, things
 * and certificates may be told on any thread, and is acted on soon after.
 */
public final class MqttGateway implements TunnelListener, ThingListener, Presence, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MqttGateway.class);

  /** For the computations of TLS handshakes and for what they ask the database. */
  private static final int WORKERS = 2 * Runtime.getRuntime().availableProcessors();

  private static final int MOST_DISCONNECTED = 20_000;
  private static final long SWEEP_MILLIS = 5_000;
  private static final long STOP_SECONDS = 5;

  private final GatewayOptions options;
  private final Vertx vertx;
  private final Executor loop;
  private final ExecutorService virtualThreads;
  private final DeviceSessions sessions;
  private final Gatekeeper gatekeeper;
  private final MqttPort port;

  private MqttGateway(
      GatewayOptions options,
      TlsMaterial tls,
      DeviceRegistry devices,
      TunnelRegistry registry,
      DeviceListener listener)
      throws IOException {
    this.options = options;
    GatewayOptions.Limits limits = options.limits();
    var gate = new AcceptGate(limits.rates(), limits.packetBytes(), System::nanoTime);
    this.vertx = EventLoops.start(1, WORKERS, gate);
    Context context = ((VertxInternal) vertx).createEventLoopContext();
    context.exceptionHandler(MqttGateway::onFailure);
    this.loop = task -> run(context, task);
    this.virtualThreads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("gateway-", 0).factory());
    var refusals = new RefusalLog(LOG, System::nanoTime);
    var handshakes =
        new DeviceHandshakes(devices, limits.timeToConnect(), refusals, listener);
    this.sessions =
        new DeviceSessions(
            limits.sessionsPerThing(), MOST_DISCONNECTED, System::nanoTime, new GatewayCounts());
    var redelivery = new Redelivery(registry, sessions, loop, virtualThreads);
    this.gatekeeper =
        new Gatekeeper(
            new Gatekeeper.Parts(
                limits,
                handshakes,
                gate,
                sessions,
                options.redeliver()
                    ? (_, thing) -> redelivery.onSubscribed(thing)
                    : DeviceSession::onRedelivered,
                refusals,
                listener),
            loop,
            virtualThreads);
    try {
      this.port = MqttPort.open(context, options, tls, handshakes, gatekeeper::onConnect);
    } catch (IOException e) {
      stop();
      throw e;
    }
    vertx.setPeriodic(SWEEP_MILLIS, _ -> sweep());
    vertx.setPeriodic(SWEEP_MILLIS, _ -> loop.execute(redelivery::sweep));
  }

  /**
   * Listens, and hears of tunnels and devices from then on.
   *
   * @param registry asked what a thing missed
   * @param listener told which devices come and go
   * @throws IOException when the port cannot be had or the certificate and its key are no use
   */
  public static MqttGateway open(
      GatewayOptions options,
      TlsMaterial tls,
      DeviceRegistry devices,
      TunnelRegistry registry,
      DeviceListener listener)
      throws IOException {
    var gateway = new MqttGateway(options, tls, devices, registry, listener);
    registry.addListener(gateway);
    devices.addListener(gateway);
    return gateway;
  }

  /** The port that it listens on. */
  public int port() {
    return port.port();
  }

  /** Serves new connections with another certificate; those that are there keep theirs. */
  public void reload(TlsMaterial tls) throws IOException {
    port.reload(tls);
  }

  /** How many devices' clients are connected; waits for the loop. */
  public int connections() {
    return onLoop(sessions::connected);
  }

  /** Whether a client of a thing is connected and has subscribed; waits for the loop. */
  public boolean isListening(String thingName) {
    return onLoop(() ->
        sessions.subscribedTo(thingName).stream().anyMatch(session -> session.link() != null));
  }

  /** Ends what is over. */
  void sweep() {
    loop.execute(gatekeeper::sweep);
  }

  /** What it has done so far. */
  public GatewayCounts counts() {
    return sessions.counts();
  }

  private <T> T onLoop(Supplier<T> question) {
    var answer = new CompletableFuture<T>();
    loop.execute(() -> answer.complete(question.get()));
    return answer.orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public Set<String> connectedThings() {
    var things = new CompletableFuture<Set<String>>();
    loop.execute(() -> things.complete(sessions.connectedThings()));
    return things.orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void onOpened(OpenedTunnel opened) {
    tell(opened.tunnel().tunnelId(), opened.destination(), opened.tunnel().destinationConfig());
  }

  @Override
  public void onRotated(
      RotatedTokens rotated, ClientMode mode, @Nullable DestinationConfig notified) {
    if (rotated.destination() != null) {
      forget(rotated.tunnel().tunnelId());
      tell(rotated.tunnel().tunnelId(), rotated.destination(), notified);
    }
  }

  @Override
  public void onClosed(String tunnelId, CloseCause cause) {
    forget(tunnelId);
  }

  @Override
  public void onCertificateEnded(String certificateId, End why) {
    gatekeeper.onCertificateEnded(certificateId);
  }

  @Override
  public void onThingDeleted(String thingName) {
    loop.execute(() -> gatekeeper.onThingDeleted(thingName));
  }

  /** Ends all connections as they are: devices come back to the next start. */
  @Override
  public void close() throws IOException {
    try {
      loop.execute(gatekeeper::onStopping);
      port.close();
    } finally {
      stop();
    }
  }

  private void tell(
      String tunnelId, @Nullable AccessToken destination, @Nullable DestinationConfig notified) {
    Notification.of(tunnelId, destination, notified, options.region())
        .ifPresent(notification ->
            loop.execute(() ->
                sessions
                    .subscribedTo(notification.thingName())
                    .forEach(session -> session.notify(notification))));
  }

  private void forget(String tunnelId) {
    loop.execute(() -> sessions.forEach(session -> session.forget(tunnelId)));
  }

  private static void run(Context context, Runnable task) {
    try {
      context.runOnContext(_ -> task.run());
    } catch (RejectedExecutionException e) {
      LOG.debug("The gateway has stopped; its devices are told at the next start");
    }
  }

  /** The loop first: then nothing new begins on the other threads. */
  private void stop() throws IOException {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
      virtualThreads.shutdown();
      virtualThreads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("The gateway's event loop does not stop: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      virtualThreads.shutdown();
    }
  }

  /** The library throws at packets that come when they must not, and has ended the connection. */
  private static void onFailure(Throwable cause) {
    if (cause instanceof IllegalArgumentException) {
      LOG.debug("A device's packet came at a wrong time: {}", cause.toString());
    } else {
      LOG.error("The gateway failed to act on something", cause);
    }
  }
}
