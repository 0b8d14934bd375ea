package io.adit.server.relay;

import io.adit.server.diagnosis.Incident;
import io.adit.server.diagnosis.ServiceView;
import io.adit.server.splice.ServiceState;
import io.adit.server.splice.SpliceListener;
import io.adit.server.splice.Trouble;
import io.adit.wire.Side;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private final String tunnelId;
  private final InstantSource clock;
  private final Incidents incidents;
  private final RelayListener listener;

  /** No more than the tunnel has: the send rules let no other name pass. */
  private final Map<String, Service> services = new LinkedHashMap<>();

  Journal(String tunnelId, InstantSource clock, Incidents incidents, RelayListener listener) {
    this.tunnelId = tunnelId;
    this.clock = clock;
    this.incidents = incidents;
    this.listener = listener;
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
  public void onOpened(String service) {
    listener.onConnectionOpened();
    service(service).lastOpenedAt = clock.instant();
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
    listener.onConnectionFailed(kind(trouble));
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
