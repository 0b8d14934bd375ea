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
 * Counts what is done again and again: the first few times in a minute, of the same kind by the
 * same, are recorded as they are; then only how often. So no stranger fills the disk, or has older
 * records removed, and no device that comes and goes without end. Thread safe.
 */
final class Repeats {
  static final int IN_FULL = 10;
  static final Duration WINDOW = Duration.ofMinutes(1);

  /** More strangers' addresses are counted as one. */
  static final int MOST_ADDRESSES = 10_000;

  /** As many devices may come back together. */
  static final int MOST_DEVICES = 100_000;

  private static final String OTHERS = "(others)";

  private final String who;
  private final int mostRows;
  private final Map<Kind, Row> rows = new LinkedHashMap<>();
  private @Nullable Instant windowEnd;

  /** What is the same. */
  private record Kind(AuditEvent event, String by, String error) {}

  private static final class Row {
    private final Instant since;
    private long times;

    Row(Instant since) {
      this.since = since;
    }
  }

  private Repeats(String who, int mostRows) {
    this.who = who;
    this.mostRows = mostRows;
  }

  /** By their addresses, with or without a port. */
  static Repeats ofStrangers() {
    return new Repeats("address", MOST_ADDRESSES);
  }

  /** By their certificates. */
  static Repeats ofDevices() {
    return new Repeats("certificateId", MOST_DEVICES);
  }

  /** Whether this is to be recorded as it is. */
  synchronized boolean isInFull(AuditEntry entry, String by) {
    if (windowEnd == null) {
      windowEnd = entry.at().plus(WINDOW);
    }
    Row row = rows.computeIfAbsent(kind(entry, by), _ -> new Row(entry.at()));
    row.times++;
    return row.times <= IN_FULL;
  }

  /** What has to be recorded of what was only counted, when its time is over. */
  synchronized List<AuditEntry> ended(Instant now) {
    boolean isWithin =
        windowEnd == null
            // A clock that was set back must not hold it up.
            || (now.isBefore(windowEnd) && !now.isBefore(windowEnd.minus(WINDOW.multipliedBy(2))));
    return isWithin ? List.of() : all(now);
  }

  /** The same at any time; counts from 0 again. */
  synchronized List<AuditEntry> all(Instant now) {
    List<AuditEntry> all = new ArrayList<>();
    rows.forEach((kind, row) -> {
      if (row.times > IN_FULL) {
        all.add(
            new AuditEntry(now, AuditEvent.REPEATED)
                .with("of", kind.event().wireName())
                .with(who, kind.by())
                .with("error", kind.error().isEmpty() ? null : kind.error())
                .with("times", row.times - IN_FULL)
                .with("since", AuditLine.time(row.since)));
      }
    });
    rows.clear();
    windowEnd = null;
    return all;
  }

  private Kind kind(AuditEntry entry, String by) {
    String error = String.valueOf(entry.members().getOrDefault("error", ""));
    Kind kind = new Kind(entry.event(), host(by), error);
    return rows.containsKey(kind) || rows.size() < mostRows
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
