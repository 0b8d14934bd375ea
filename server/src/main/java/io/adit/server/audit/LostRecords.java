package io.adit.server.audit;

import io.adit.server.audit.chain.AuditEntry;
import io.adit.server.audit.chain.AuditEvent;
import io.adit.server.audit.chain.AuditLine;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many records could not be kept, by kind, until that itself is recorded. */
final class LostRecords {
  private final Map<AuditEvent, Long> counts = new EnumMap<>(AuditEvent.class);
  private @Nullable Instant since;

  void count(AuditEntry entry, Instant now) {
    if (since == null) {
      since = now;
    }
    counts.merge(entry.event(), 1L, Long::sum);
  }

  /** What has to be recorded of it; counts from 0 again. */
  Optional<AuditEntry> take(Instant now) {
    Instant first = since;
    if (first == null) {
      return Optional.empty();
    }
    Map<String, Long> byName = new LinkedHashMap<>();
    counts.forEach((event, count) -> byName.put(event.wireName(), count));
    counts.clear();
    since = null;
    return Optional.of(
        new AuditEntry(now, AuditEvent.RECORDS_LOST)
            .with("since", AuditLine.time(first))
            .with("lost", byName));
  }
}
