package io.adit.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.server.audit.chain.AuditEntry;
import io.adit.server.audit.chain.AuditEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What commands do on the data folder, beside the server: only the server writes the log, so they
 * leave notes for the one that runs, or for the next.
 */
public final class AuditNotes {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String AT = "at";

  private final AuditStore store;
  private final InstantSource clock;

  public AuditNotes(AuditStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Does something, and leaves a note of it before it returns.
   *
   * @param parameters without secrets
   */
  public <T> T change(String operation, Map<String, String> parameters, Supplier<T> work) {
    ObjectNode note = JSON.createObjectNode();
    note.put(AT, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    note.put("user", "(" + System.getProperty("user.name") + ")");
    note.put("via", "command");
    note.put("operation", operation);
    note.putPOJO("parameters", parameters);
    try {
      T done = work.get();
      store.addNote(note.put("outcome", "done").toString());
      return done;
    } catch (RuntimeException e) {
      store.addNote(note.put("outcome", "failed").put("reason", e.getMessage()).toString());
      throw e;
    }
  }

  /** What a note says. */
  static AuditEntry entry(AuditStore.Note note) {
    try {
      Map<?, ?> members = JSON.readValue(note.entry(), Map.class);
      long micros = members.get(AT) instanceof Number at ? at.longValue() : 0;
      AuditEntry entry =
          new AuditEntry(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), AuditEvent.COMMAND)
              .with("note", note.id());
      members.forEach((name, value) -> {
        if (!name.equals(AT)) {
          entry.with(String.valueOf(name), value);
        }
      });
      return entry;
    } catch (JsonProcessingException e) {
      return new AuditEntry(Instant.EPOCH, AuditEvent.COMMAND)
          .with("note", note.id())
          .with("unreadable", note.entry());
    }
  }
}
