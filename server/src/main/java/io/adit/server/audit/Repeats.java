package io.adit.server.audit;

import io.adit.server.audit.chain.AuditEntry;
import io.adit.server.audit.chain.AuditEvent;
import io.adit.server.audit.chain.AuditLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what strangers do: the first few times in a minute, of the same kind from the same
 * address, are recorded as they are; then only how often. So nobody fills the disk, or has older
 * records removed, who cannot get in. Thread safe.
 */
final class Repeats {
  static final int IN_FULL = 10;
  static final Duration WINDOW = Duration.ofMinutes(1);

  /** More are counted as one. */
  static final int MOST_ADDRESSES = 10_000;

  private static final String OTHERS = "(others)";

  private final Map<Kind, Row> rows = new LinkedHashMap<>();
  private @Nullable Instant windowEnd;

  /** What is the same. */
  private record Kind(AuditEvent event, String address, String error) {}

  private static final class Row {
    private final Instant since;
    private long times;

    Row(Instant since) {
      this.since = since;
    }
  }

  /** Whether this is to be recorded as it is. */
  synchronized boolean isInFull(AuditEntry entry, String address) {
    if (windowEnd == null) {
      windowEnd = entry.at().plus(WINDOW);
    }
    Row row = rows.computeIfAbsent(kind(entry, address), _ -> new Row(entry.at()));
    row.times++;
    return row.times <= IN_FULL;
  }

  /** What has to be recorded of what was only counted, when its time is over. */
  synchronized List<AuditEntry> ended(Instant now) {
    return windowEnd == null || now.isBefore(windowEnd) ? List.of() : all(now);
  }

  /** The same at any time; counts from 0 again. */
  synchronized List<AuditEntry> all(Instant now) {
    List<AuditEntry> all = new ArrayList<>();
    rows.forEach((kind, row) -> {
      if (row.times > IN_FULL) {
        all.add(
            new AuditEntry(now, AuditEvent.REPEATED)
                .with("of", kind.event().wireName())
                .with("address", kind.address())
                .with("error", kind.error())
                .with("times", row.times - IN_FULL)
                .with("since", AuditLine.time(row.since)));
      }
    });
    rows.clear();
    windowEnd = null;
    return all;
  }

  private Kind kind(AuditEntry entry, String address) {
    String error = String.valueOf(entry.members().getOrDefault("error", ""));
    Kind kind = new Kind(entry.event(), host(address), error);
    return rows.containsKey(kind) || rows.size() < MOST_ADDRESSES
        ? kind
        : new Kind(entry.event(), OTHERS, error);
  }

  /** Without the port, which is another each time. */
  private static String host(String address) {
    int colon = address.lastIndexOf(':');
    boolean hasPort = colon > 0 && (address.indexOf(':') == colon || address.startsWith("["));
    return hasPort ? address.substring(0, colon) : address;
  }
}
