package io.adit.server.api.own;

import io.adit.server.diagnosis.Incident;
import io.adit.wire.Side;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as DiagnoseTunnel answers it.
 *
 * @param firstAt when it happened first, of {@code count} times in the same words
 * @param service absent where none, or the only one, is meant
 */
record DiagnosedIncident(
    Instant firstAt,
    Instant lastAt,
    int count,
    Side side,
    Incident.Kind kind,
    @Nullable String service,
    String what) {

  static DiagnosedIncident of(Incident incident) {
    return new DiagnosedIncident(
        incident.firstAt(),
        incident.lastAt(),
        incident.count(),
        incident.side(),
        incident.kind(),
        incident.service().isEmpty() ? null : incident.service(),
        incident.what());
  }
}
