package io.adit.server.audit.chain;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something to be recorded: texts, numbers, and lists and maps of these, under the names that
 * docs/audit.md lists. It is filled on one thread and not touched once it was handed over.
 */
public final class AuditEntry {
  private final Instant at;
  private final AuditEvent event;
  private final Map<String, Object> members = new LinkedHashMap<>();

  public AuditEntry(Instant at, AuditEvent event) {
    this.at = at;
    this.event = event;
  }

  /** Adds a member; null adds none. */
  public AuditEntry with(String name, @Nullable Object value) {
    if (value != null) {
      members.put(name, value);
    }
    return this;
  }

  public Instant at() {
    return at;
  }

  public AuditEvent event() {
    return event;
  }

  /** In the order in which they were added. */
  public Map<String, Object> members() {
    return Collections.unmodifiableMap(members);
  }
}
