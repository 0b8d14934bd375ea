package io.adit.server.relay;

import io.adit.server.diagnosis.Incident;
import io.adit.server.diagnosis.ServiceView;
import io.adit.server.splice.EndedConnection;
import io.adit.server.splice.ServiceState;
import io.adit.server.splice.SpliceListener;
import io.adit.server.splice.Trouble;
import io.adit.server.traffic.Carried;
import io.adit.server.traffic.Client;
import io.adit.server.traffic.TrafficConnection;
import io.adit.server.traffic.TrafficLink;
import io.adit.server.traffic.TunnelName;
import io.adit.wire.Side;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened in one tunnel and when, for whoever asks what is the matter with it. It lives on
 * its junction's event loop.
 */
final class Journal implements SpliceListener {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /** What is known of one service; the last failure goes when a connection is answered. */
  private static final class Service {
    private @Nullable Instant lastOpenedAt;
    private @Nullable Instant lastAskedAt;
    private @Nullable Instant lastAnsweredAt;
    private @Nullable Incident failure;

    ServiceView view(String name, ServiceState state) {
      return new ServiceView(
          name,
          state.open(),
          state.unanswered(),
          new ServiceView.Last(
              Optional.ofNullable(lastOpenedAt),
              Optional.ofNullable(lastAskedAt),
              Optional.ofNullable(lastAnsweredAt)),
          Optional.ofNullable(failure));
    }
  }

  private final TunnelName tunnel;
  private final String tunnelId;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Incidents incidents;
  private final Traffic traffic;

  /** Who is at each side, also while its connections are ended because it goes. */
  private final Map<Side, TrafficLink> links = new EnumMap<>(Side.class);

  /** When each open connection began. */
  private final Map<Long, Long> openedNanos = new HashMap<>();

  /** No more than the tunnel has: the send rules let no other name pass. */
  private final Map<String, Service> services = new LinkedHashMap<>();

  Journal(TunnelName tunnel, Time time, Incidents incidents, Traffic traffic) {
    this.tunnel = tunnel;
    this.tunnelId = tunnel.tunnelId();
    this.clock = time.clock();
    this.nanoTime = time.nanoTime();
    this.incidents = incidents;
    this.traffic = traffic;
  }

  /** Before its leg is attached: what was held for it is opened then. */
  void onLinkCame(Link link) {
    TrafficLink came = trafficLink(link);
    links.put(link.side(), came);
    traffic.tell(listener -> listener.onLinkOpened(came));
  }

  /** After its leg was detached: what was open on it is over. */
  void onLinkGone(Link link, String why) {
    TrafficLink gone = trafficLink(link);
    links.remove(link.side(), gone);
    traffic.tell(listener -> listener.onLinkEnded(gone, link.carried(), why));
  }

  private TrafficLink trafficLink(Link link) {
    return new TrafficLink(
        tunnel,
        link.side(),
        new Client(link.linkId(), link.client().address(), link.client().userAgent()),
        link.subprotocol());
  }

  void onLinkOpened(Link link) {
    add(Incident.Kind.LINK_OPENED, link.side(), "connected from " + link.client().inWords());
  }

  void onLinkEnded(Link link, String why) {
    add(Incident.Kind.LINK_ENDED, link.side(), why);
  }

  void onRuleBroken(Link link, String rule) {
    add(Incident.Kind.RULE_BROKEN, link.side(), rule);
  }

  @Override
  public void onOpened(String service, long number) {
    service(service).lastOpenedAt = clock.instant();
    openedNanos.put(number, nanoTime.getAsLong());
    TrafficConnection opened = connection(service, number);
    traffic.tell(listener -> listener.onConnectionOpened(opened));
  }

  @Override
  public void onEnded(EndedConnection ended) {
    Long since = openedNanos.remove(ended.number());
    long nanos = since == null ? 0 : nanoTime.getAsLong() - since;
    var carried =
        new Carried(ended.bytesFromSource(), ended.bytesFromDestination(), Duration.ofNanos(nanos));
    TrafficConnection over = connection(ended.service(), ended.number());
    traffic.tell(listener -> listener.onConnectionEnded(over, carried, ended.why()));
  }

  private TrafficConnection connection(String service, long number) {
    return new TrafficConnection(
        tunnel, number, service, client(Side.SOURCE), client(Side.DESTINATION));
  }

  private @Nullable Client client(Side side) {
    TrafficLink link = links.get(side);
    return link == null ? null : link.client();
  }

  @Override
  public void onAsked(String service) {
    service(service).lastAskedAt = clock.instant();
  }

  @Override
  public void onAnswered(String service) {
    Service answered = service(service);
    answered.lastAnsweredAt = clock.instant();
    answered.failure = null;
  }

  @Override
  public void onTrouble(Trouble trouble) {
    Incident incident =
        Incident.once(
            clock.instant(), kind(trouble), trouble.side(), trouble.service(), trouble.what());
    if (incidents.add(tunnelId, incident)) {
      LOG.info(
          "Tunnel {}: service '{}': {}: {}",
          tunnelId,
          trouble.service(),
          trouble.side().mode(),
          trouble.what());
    }
    if (isFailure(trouble.kind())) {
      Service failed = service(trouble.service());
      Incident former = failed.failure;
      failed.failure =
          former != null && former.isSameAs(incident) ? former.and(incident) : incident;
    }
  }

  List<Incident> incidents() {
    return incidents.of(tunnelId);
  }

  /**
   * @param states of the services that are in use now
   */
  List<ServiceView> services(List<ServiceState> states) {
    return services.entrySet().stream()
        .map(each -> each.getValue().view(each.getKey(), state(states, each.getKey())))
        .toList();
  }

  private static ServiceState state(List<ServiceState> states, String service) {
    return states.stream()
        .filter(state -> state.service().equals(service))
        .findFirst()
        .orElse(new ServiceState(service, 0, 0));
  }

  private Service service(String name) {
    return services.computeIfAbsent(name, _ -> new Service());
  }

  private void add(Incident.Kind kind, Side side, String what) {
    incidents.add(tunnelId, Incident.once(clock.instant(), kind, side, "", what));
  }

  private static boolean isFailure(Trouble.Kind kind) {
    return kind == Trouble.Kind.CONNECTION_FAILED || kind == Trouble.Kind.CONNECTION_UNANSWERED;
  }

  private static Incident.Kind kind(Trouble trouble) {
    return switch (trouble.kind()) {
      case DESTINATION_ABSENT -> Incident.Kind.DESTINATION_ABSENT;
      case CONNECTION_FAILED -> Incident.Kind.CONNECTION_FAILED;
      case CONNECTION_UNANSWERED -> Incident.Kind.CONNECTION_UNANSWERED;
      case DIALECT -> Incident.Kind.DIALECT;
      case TOO_MANY_CONNECTIONS -> Incident.Kind.TOO_MANY_CONNECTIONS;
    };
  }
}
