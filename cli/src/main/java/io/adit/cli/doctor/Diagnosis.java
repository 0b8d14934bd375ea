package io.adit.cli.doctor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's answer, as far as it is shown; docs/compatibility.md has all of it. Times are
 * seconds since 1970. A newer server may say more, and name kinds and codes that are not known
 * here.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Diagnosis(
    BigDecimal examinedAt,
    boolean healthy,
    List<Finding> findings,
    Tunnel tunnel,
    Side source,
    Side destination,
    Traffic traffic,
    List<Incident> incidents) {

  /** One thing that can be said of the tunnel; PROBLEM, NOTICE or FINE. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Finding(String severity, String code, String what, String next, String command) {}

  /** The tunnel itself. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Tunnel(
      String tunnelId,
      String status,
      @Nullable String description,
      List<String> services,
      BigDecimal expiresAt,
      @Nullable BigDecimal closedAt) {}

  /** One side; without a link it is not connected. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Side(String status, @Nullable BigDecimal since, @Nullable Link link) {}

  /** A side's link. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Link(
      String remoteAddress,
      String userAgent,
      @Nullable String dialect,
      long bytesReceived,
      long bytesSent,
      int unsentBytes,
      @Nullable Long pacedBytesPerSecond,
      @Nullable BigDecimal unreadSince) {}

  /** What goes through the tunnel. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Traffic(int openConnections, int heldBytes, List<Service> services) {}

  /** One service that the source has used. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Service(String service, int openConnections, @Nullable BigDecimal lastAnsweredAt) {}

  /** Something that happened. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Incident(
      BigDecimal lastAt,
      int count,
      String side,
      String kind,
      @Nullable String service,
      String what) {}

  /** The moment that a number of the answer means. */
  static Instant time(BigDecimal seconds) {
    return Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
  }

  Instant at() {
    return time(examinedAt);
  }
}
