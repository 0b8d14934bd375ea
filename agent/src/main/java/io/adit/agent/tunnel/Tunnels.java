package io.adit.agent.tunnel;

import io.adit.agent.config.AgentConfig;
import io.adit.peer.LocalOptions;
import io.adit.peer.ProxyOptions;
import io.adit.peer.ProxyOutcome;
import io.adit.peer.ReconnectPolicy;
import io.adit.peer.ServiceMap;
import io.adit.peer.connection.ConnectionLimits;
import io.adit.peer.link.Credentials;
import io.adit.peer.link.LinkOptions;
import io.adit.peer.link.LinkTuning;
import io.adit.peer.link.RelayAccess;
import io.adit.peer.socket.Endpoint;
import io.adit.wire.Dialect;
import io.adit.wire.InvalidNotifyMessageException;
import io.adit.wire.NotifyMessage;
import io.adit.wire.PlainText;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tunnels that this device is the destination of. Belongs to the agent's event loop, which
 * makes every call; the services alone are asked from the proxies' loops.
 */
public final class Tunnels {
  /** Hears of what happens, on the agent's loop. */
  public interface Listener {
    /** A tunnel came, went, or changed. */
    void onChanged();

    /** Something was refused or failed, in words for people. */
    void onProblem(String text);
  }

  private static final Logger log = LoggerFactory.getLogger(Tunnels.class);
  private static final int MOST_BYTES_SHOWN = 200;

  /** A rotation's message may be faster than the end of the link whose token it replaces. */
  private static final Duration PATIENCE_AT_LIMIT = Duration.ofSeconds(2);

  /** A device has little memory, and a tunnel whose applications are slow shall not take it. */
  private static final LocalOptions SMALL =
      new LocalOptions(
          ConnectionLimits.DEFAULT.queueing(1024 * 1024, 4 * 1024 * 1024),
          LocalOptions.DEFAULT.maxActive(),
          LocalOptions.DEFAULT.retry(),
          null);

  /** Some hours: a tunnel's life is twelve at most, and then it needs no place here. */
  private static final int ATTEMPTS = 10_000;

  private final Vertx vertx;
  private final Context loop;
  private final Listener listener;
  private final SeenTokens seen = new SeenTokens();
  private final Map<Integer, Tunnel.Running> running = new LinkedHashMap<>();

  /** What came at the limit. */
  private final Deque<NotifyMessage> waiting = new ArrayDeque<>();

  /** Read by the proxies' loops. */
  private volatile AgentConfig config;

  private volatile boolean draining;

  private int count;

  /**
   * @param loop the agent's
   */
  public Tunnels(Vertx vertx, Context loop, AgentConfig config, Listener listener) {
    this.vertx = vertx;
    this.loop = loop;
    this.config = config;
    this.listener = listener;
  }

  /** From now on this holds; tunnels that run keep the connections that they have. */
  public void reload(AgentConfig changed) {
    config = changed;
  }

  /** What runs now. */
  public List<TunnelView> views() {
    return running.values().stream().map(each -> each.tunnel().view()).toList();
  }

  /** A message came on the notify topic. */
  public void onMessage(byte[] payload) {
    try {
      onNotify(NotifyMessage.parse(payload));
    } catch (InvalidNotifyMessageException e) {
      refuse("A message that cannot be understood is passed over: " + e.getMessage());
    }
  }

  private void onNotify(NotifyMessage message) {
    if (draining) {
      refuse("A tunnel is refused: the agent is ending");
    } else if (message.clientMode() != Side.DESTINATION) {
      refuse(
          "A tunnel is refused: its clientMode is "
              + message.clientMode().mode()
              + ", and this is a destination");
    } else if (!seen.add(message.clientAccessToken())) {
      log.info("A message came again, and its token is in use already; passed over");
    } else {
      startWhenThereIsRoom(message);
    }
  }

  private void startWhenThereIsRoom(NotifyMessage message) {
    if (hasRoom()) {
      start(message);
      return;
    }
    waiting.add(message);
    vertx.setTimer(
        PATIENCE_AT_LIMIT.toMillis(),
        _ -> {
          if (waiting.remove(message)) {
            refuse(
                "A tunnel (%s) is refused: there are %d already; close one, or raise max-tunnels, then rotate its token"
                    .formatted(shown(message), running.size()));
          }
        });
  }

  private boolean hasRoom() {
    return running.size() < config.manners().maxTunnels();
  }

  private void start(NotifyMessage message) {
    Optional<ProxyOptions> options = options(message);
    if (options.isEmpty() || draining) {
      return;
    }
    int number = ++count;
    log.info("Tunnel {}: asked for with services {}", number, shown(message));
    warnOfServices(number, message.services());
    Tunnel tunnel = new Tunnel(number, message.services(), loop, listener::onChanged);
    Tunnel.Running started = tunnel.start(vertx, options.get());
    running.put(number, started);
    started.outcome().onSuccess(end -> onEnded(number, end));
    listener.onChanged();
  }

  private Optional<ProxyOptions> options(NotifyMessage message) {
    Endpoint.Tcp relay = config.relay();
    Optional<Endpoint.Tcp> address =
        relay != null ? Optional.of(relay) : RelayAddress.inRegion(message.region());
    if (address.isEmpty()) {
      refuse(
          "A tunnel is refused: its region '"
              + PlainText.of(message.region(), MOST_BYTES_SHOWN)
              + "' names no relay; set 'endpoint'");
      return Optional.empty();
    }
    try {
      var access = new RelayAccess(address.get(), config.gateway().identity().trust(), null);
      var link =
          new LinkOptions(
              access,
              Side.DESTINATION,
              Subprotocol.V3,
              Credentials.of(message.clientAccessToken()),
              LinkTuning.DEFAULT);
      return Optional.of(
          new ProxyOptions(
              link,
              new ServiceMap.Asked(service -> endpoint(service, message.services())),
              Dialect.V3,
              ReconnectPolicy.DEFAULT.limitedTo(ATTEMPTS, true),
              SMALL));
    } catch (IllegalArgumentException e) {
      refuse("A tunnel is refused: " + e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Where a connection of a service goes that starts now. A tunnel whose relay names no service has
   * the one that its message named.
   */
  private Endpoint endpoint(String announced, List<String> services) {
    String service =
        announced.equals(ServiceMap.NO_SERVICE) && services.size() == 1
            ? services.getFirst()
            : announced;
    if (draining) {
      return new Endpoint.Refused("the device's agent is ending");
    }
    Endpoint allowed = config.services().get(service);
    return allowed != null ? allowed : new Endpoint.Refused(notAllowed(service));
  }

  private static String notAllowed(String service) {
    return "service "
        + PlainText.of(service, MOST_BYTES_SHOWN)
        + " is not allowed on this device; add it to services in agent.yaml";
  }

  private void warnOfServices(int number, List<String> services) {
    for (String service : services) {
      if (!config.services().containsKey(service)) {
        refuse("Tunnel " + number + ": " + notAllowed(service));
      }
    }
  }

  private void onEnded(int number, ProxyOutcome end) {
    running.remove(number);
    if (!waiting.isEmpty() && hasRoom()) {
      start(waiting.removeFirst());
    }
    switch (end) {
      case ProxyOutcome.Closed closed -> log.info("Tunnel {} is closed: {}", number, text(closed));
      case ProxyOutcome.Stopped _ -> log.info("Tunnel {} is left: the agent is ending", number);
      case ProxyOutcome.Dismissed dismissed ->
          log.info("Tunnel {}: the relay ended its connection: {}", number, text(dismissed));
      case ProxyOutcome.Refused refused -> refuse(refusal(number, refused));
      case ProxyOutcome.GaveUp gaveUp ->
          refuse("Tunnel " + number + " is given up: " + text(gaveUp));
      case ProxyOutcome.ServiceMismatch _,
          ProxyOutcome.CannotListen _,
          ProxyOutcome.Ended _,
          ProxyOutcome.Broken _,
          ProxyOutcome.Defect _ ->
          refuse("Tunnel " + number + " has failed: " + text(end));
    }
    listener.onChanged();
  }

  /** The relay's own words came over the network. */
  private static String text(ProxyOutcome outcome) {
    return PlainText.of(outcome.text(), MOST_BYTES_SHOWN);
  }

  private static String refusal(int number, ProxyOutcome.Refused refused) {
    return "Tunnel "
        + number
        + ": the relay refused the token ("
        + refused.status()
        + " "
        + text(refused)
        + "); a token is good for one agent and one run of it: rotate the destination's token"
        + " (aws iotsecuretunneling rotate-tunnel-access-token --client-mode DESTINATION"
        + " --destination-config …), and this device is sent a new one";
  }

  /**
   * Takes no more tunnels and connections, and ends each tunnel when its connections have, or after
   * a while.
   */
  public Future<Void> drain(Duration time) {
    draining = true;
    List<Future<ProxyOutcome>> ends =
        running.values().stream().map(each -> each.drain(vertx, time)).toList();
    return Future.join(ends).mapEmpty();
  }

  private void refuse(String text) {
    log.warn("{}", text);
    listener.onProblem(text);
  }

  private static String shown(NotifyMessage message) {
    return PlainText.of(String.join(", ", message.services()), MOST_BYTES_SHOWN);
  }
}
