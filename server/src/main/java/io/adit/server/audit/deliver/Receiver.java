package io.adit.server.audit.deliver;

import io.adit.server.audit.chain.AuditLine;
import java.io.IOException;
import java.util.List;

/** Somebody elsewhere who gets all records. One thread uses it; calls block. */
interface Receiver extends AutoCloseable {

  /** Where it is, without secrets; its place in the log is remembered under this name. */
  String name();

  /**
   * Hands records over, the oldest first. After an exception they are handed over again.
   *
   * @throws IOException in words for the operator
   */
  void take(List<AuditLine> lines) throws IOException;

  @Override
  void close();
}
