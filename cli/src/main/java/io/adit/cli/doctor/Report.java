package io.adit.cli.doctor;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One diagnosis for people: the findings first, then what the tunnel looks like. */
final class Report {
  private static final int INDENT = 13;
  private static final int MAX_EVENTS = 12;
  private static final Duration DAY = Duration.ofDays(1);

  private final Diagnosis diagnosis;
  private final Page page;
  private final ZoneId zone;

  Report(Diagnosis diagnosis, Page page, ZoneId zone) {
    this.diagnosis = diagnosis;
    this.page = page;
    this.zone = zone;
  }

  void print() {
    page.item("Tunnel", INDENT, Page.Style.PLAIN, tunnel());
    if (diagnosis.tunnel().description() != null) {
      page.item("", INDENT, Page.Style.PLAIN, diagnosis.tunnel().description());
    }
    List<String> services = diagnosis.tunnel().services();
    page.item(
        "Services",
        INDENT,
        Page.Style.PLAIN,
        services.isEmpty() ? "none named" : String.join(", ", services));
    page.item("Source", INDENT, Page.Style.PLAIN, side(diagnosis.source()));
    page.item("Destination", INDENT, Page.Style.PLAIN, side(diagnosis.destination()));
    page.item("In use", INDENT, Page.Style.PLAIN, use());
    diagnosis.findings().forEach(this::print);
    printEvents();
  }

  private void print(Diagnosis.Finding finding) {
    page.blank();
    page.item(finding.severity(), INDENT, style(finding.severity()), finding.what());
    if (!finding.next().isEmpty()) {
      page.item("", INDENT, Page.Style.PLAIN, "-> " + finding.next());
    }
    if (!finding.command().isEmpty()) {
      page.command(INDENT, finding.command());
    }
  }

  static Page.Style style(String severity) {
    return switch (severity) {
      case "PROBLEM" -> Page.Style.BAD;
      case "NOTICE" -> Page.Style.DOUBTFUL;
      case "FINE" -> Page.Style.GOOD;
      default -> Page.Style.PLAIN;
    };
  }

  private String tunnel() {
    Diagnosis.Tunnel tunnel = diagnosis.tunnel();
    BigDecimal closedAt = tunnel.closedAt();
    return tunnel.tunnelId()
        + (closedAt == null
            ? ", closes in " + span(diagnosis.at(), Diagnosis.time(tunnel.expiresAt()))
            : ", closed " + ago(closedAt));
  }

  private String side(Diagnosis.Side side) {
    Diagnosis.Link link = side.link();
    BigDecimal since = side.since();
    if (link == null || since == null) {
      return since == null ? "never connected" : "not connected; gone " + ago(since);
    }
    StringBuilder text = new StringBuilder("connected " + ago(since));
    text.append(" from ").append(link.remoteAddress());
    if (!link.userAgent().isEmpty()) {
      text.append(" (").append(link.userAgent()).append(")");
    }
    text.append(link.dialect() == null ? "" : ", speaks " + link.dialect());
    text.append("; ").append(bytes(link.bytesReceived())).append(" from it, ");
    text.append(bytes(link.bytesSent())).append(" to it");
    text.append(link.unsentBytes() == 0 ? "" : ", " + bytes(link.unsentBytes()) + " waiting");
    Long pace = link.pacedBytesPerSecond();
    text.append(pace == null ? "" : ", at most " + bytes(pace) + "/s");
    BigDecimal unread = link.unreadSince();
    text.append(
        unread == null ? "" : "; not read for " + span(Diagnosis.time(unread), diagnosis.at()));
    return text.toString();
  }

  private String use() {
    Diagnosis.Traffic traffic = diagnosis.traffic();
    String services =
        traffic.services().stream()
            .filter(service -> !service.service().isEmpty() && service.openConnections() > 0)
            .map(service -> service.service() + " " + service.openConnections())
            .collect(Collectors.joining(", ", " (", ")"));
    int open = traffic.openConnections();
    return (open == 1 ? "1 connection" : open + " connections")
        + (services.equals(" ()") ? "" : services)
        + (traffic.heldBytes() == 0
            ? ""
            : "; " + bytes(traffic.heldBytes()) + " held for the destination");
  }

  private void printEvents() {
    List<Diagnosis.Incident> incidents = diagnosis.incidents();
    if (incidents.isEmpty()) {
      return;
    }
    page.blank();
    page.item("", 0, Page.Style.PLAIN, "What happened last, since the server started:");
    List<Diagnosis.Incident> last =
        incidents.subList(Math.max(0, incidents.size() - MAX_EVENTS), incidents.size());
    DateTimeFormatter clock = clock(Diagnosis.time(last.getFirst().lastAt()));
    last.forEach(incident ->
        page.item(
            "  " + clock.format(Diagnosis.time(incident.lastAt())),
            INDENT,
            Page.Style.FAINT,
            event(incident)));
  }

  private static String event(Diagnosis.Incident incident) {
    String side = incident.side().toLowerCase(Locale.ROOT);
    String verb =
        switch (incident.kind()) {
          case "LINK_ENDED" -> " disconnected: ";
          case "RULE_BROKEN" -> " disconnected, as it broke a rule: ";
          case "HANDSHAKE_REFUSED" -> " refused: ";
          case "CONNECTION_FAILED" -> " says" + of(incident.service()) + ": ";
          default -> " ";
        };
    return side
        + verb
        + incident.what()
        + (incident.count() == 1 ? "" : " (" + incident.count() + " times)");
  }

  private static String of(@Nullable String service) {
    return service == null ? "" : " of " + service;
  }

  private String ago(BigDecimal time) {
    return span(Diagnosis.time(time), diagnosis.at()) + " ago";
  }

  /** The user's own clock; with the day where the first event was not just now. */
  private DateTimeFormatter clock(Instant first) {
    boolean isToday = first.isAfter(diagnosis.at().minus(DAY));
    return DateTimeFormatter.ofPattern(isToday ? "HH:mm:ss" : "MM-dd HH:mm:ss", Locale.ROOT)
        .withZone(zone);
  }

  static String span(Instant from, Instant to) {
    long seconds = Math.max(0, Duration.between(from, to).toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    long minutes = seconds / 60;
    return minutes < 60
        ? minutes + " min"
        : minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
  }

  private static String bytes(long count) {
    if (count < 1024) {
      return count + " B";
    }
    double size = count;
    String unit = "B";
    for (String larger : List.of("KiB", "MiB", "GiB", "TiB")) {
      if (size < 1024) {
        break;
      }
      size /= 1024;
      unit = larger;
    }
    return String.format(Locale.ROOT, "%.1f %s", size, unit);
  }
}
