package io.adit.server.audit;

import io.adit.server.audit.chain.AuditHead;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the log keeps in the database. Each call is one transaction. */
public interface AuditStore {

  /**
   * Something that another process on the data folder did, to be taken into the log.
   *
   * @param id of a row; later ones have higher ids
   * @param entry one JSON object with its members, {@code at} in microseconds since 1970 among them
   */
  record Note(long id, String entry) {}

  Optional<AuditHead> head();

  void putHead(AuditHead head);

  /** Leaves a note for the server that runs on the data folder now or next. */
  void addNote(String entry);

  /** The oldest notes. */
  List<Note> notes(int most);

  /** Removes all notes up to this one. */
  void removeNotes(long upToId);

  /** How far somebody who gets all records has them. */
  OptionalLong delivered(String receiver);

  void putDelivered(String receiver, long seq);
}
