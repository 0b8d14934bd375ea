package io.adit.server.diagnosis;

import io.adit.server.diagnosis.Finding.Code;
import io.adit.wire.Dialect;
import io.adit.wire.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be said of the services: whether the device serves them. */
final class ServiceFindings {
  /** What has not answered for less long may be thinking. */
  static final Duration LONG_SILENT = Duration.ofSeconds(15);

  private final TunnelCase tunnelCase;

  private ServiceFindings(TunnelCase tunnelCase) {
    this.tunnelCase = tunnelCase;
  }

  static List<Finding> of(TunnelCase tunnelCase) {
    return new ServiceFindings(tunnelCase).all();
  }

  private List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    tunnelCase
        .view()
        .destination()
        .ifPresent(destination -> {
          withoutServiceNames(destination).ifPresent(findings::add);
          for (ServiceView service : tunnelCase.view().services()) {
            failed(service, destination).ifPresent(findings::add);
            silent(service).ifPresent(findings::add);
          }
          oneAtATime(destination).ifPresent(findings::add);
        });
    tooMany().ifPresent(findings::add);
    return findings;
  }

  private Optional<Finding> withoutServiceNames(LinkView destination) {
    int services = tunnelCase.tunnel().services().size();
    if (services < 2 || !speaks(destination, Dialect.V1)) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.problem(
            Code.DIALECT_WITHOUT_SERVICES,
            "The destination speaks V1, which has no names for services, and the tunnel has %d: %s."
                .formatted(services, tunnelCase.services()),
            "Open a tunnel with one service for this device, or run a proxy on it that speaks V2 or"
                + " V3, as adit proxy does."));
  }

  private Optional<Finding> failed(ServiceView service, LinkView destination) {
    return service
        .failure()
        .filter(failure -> !failure.lastAt().isBefore(destination.since()))
        .map(failure ->
            failure.kind() == Incident.Kind.CONNECTION_FAILED
                ? refused(service, failure)
                : unanswered(service, failure, destination));
  }

  private Finding refused(ServiceView service, Incident failure) {
    return Finding.problem(
        Code.CONNECTION_FAILED,
        "The device cannot serve %s: %s, %s%s."
            .formatted(
                TunnelCase.nameOf(service.service()),
                failure.what(),
                tunnelCase.ago(failure.lastAt()),
                times(failure)),
        "Check on the device that the application runs, and that it is what agent.yaml, or option -d"
            + " of a proxy, names for "
            + TunnelCase.nameOf(service.service())
            + ".");
  }

  private Finding unanswered(ServiceView service, Incident failure, LinkView destination) {
    String name = TunnelCase.nameOf(service.service());
    String when = tunnelCase.ago(failure.lastAt()) + times(failure);
    if (destination.client().extensions().resetReasons()) {
      return Finding.notice(
          Code.CONNECTION_UNANSWERED,
          "The application of %s on the device ended a connection %s without having sent anything."
              .formatted(name, when),
          "Look at its log on the device.");
    }
    return Finding.problem(
        Code.CONNECTION_UNANSWERED,
        "The destination ended a connection of %s %s without having sent anything, and does not say"
                .formatted(name, when)
            + " why.",
        "Most often nothing listens at the address that option -d of its proxy names. Look at the"
            + " proxy's log on the device; adit proxy would say the reason here.");
  }

  /** An upload may go on for long without an answer: what still sends is not silent. */
  private Optional<Finding> silent(ServiceView service) {
    Optional<Instant> since =
        Stream.of(service.last().openedAt(), service.last().askedAt())
            .flatMap(Optional::stream)
            .max(Comparator.naturalOrder())
            .filter(at -> tunnelCase.isOlderThan(at, LONG_SILENT));
    if (service.unanswered() == 0) {
      return Optional.empty();
    }
    return since.map(at ->
        Finding.problem(
            Code.DESTINATION_SILENT,
            "%d %s of %s got no answer, for %s: what the source sent was passed on to the device."
                .formatted(
                    service.unanswered(),
                    service.unanswered() == 1 ? "connection" : "connections",
                    TunnelCase.nameOf(service.service()),
                    Age.between(at, tunnelCase.at())),
            "Check the application on the device, and that agent.yaml, or option -d of a proxy, names"
                + " the right one: it took the connection and says nothing."));
  }

  private Optional<Finding> oneAtATime(LinkView destination) {
    if (speaks(destination, Dialect.V3)) {
      return Optional.empty();
    }
    return tunnelCase
        .recent(Incident.Kind.DIALECT, Side.DESTINATION)
        .filter(_ -> withoutServiceNames(destination).isEmpty())
        .map(refusal ->
            Finding.notice(
                Code.ONE_CONNECTION_AT_A_TIME,
                "The destination %s, %s%s."
                    .formatted(refusal.what(), tunnelCase.ago(refusal.lastAt()), times(refusal)),
                "Where several connections are needed at once, run a proxy that speaks V3 on the"
                    + " device, as adit proxy does."));
  }

  private Optional<Finding> tooMany() {
    return tunnelCase
        .recent(Incident.Kind.TOO_MANY_CONNECTIONS, Side.SOURCE)
        .map(refusal ->
            Finding.notice(
                Code.TOO_MANY_CONNECTIONS,
                "The source %s, %s%s."
                    .formatted(refusal.what(), tunnelCase.ago(refusal.lastAt()), times(refusal)),
                "End connections that nobody uses; an application may be leaving them open."));
  }

  private static boolean speaks(LinkView link, Dialect dialect) {
    return link.dialect().equals(Optional.of(dialect));
  }

  private static String times(Incident incident) {
    return incident.count() == 1 ? "" : " (" + incident.count() + " times)";
  }
}
