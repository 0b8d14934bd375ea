package io.adit.server;

import io.adit.server.api.CallListener;
import io.adit.server.audit.AuditFolder;
import io.adit.server.audit.AuditLog;
import io.adit.server.audit.AuditOptions;
import io.adit.server.audit.AuditReader;
import io.adit.server.audit.AuditStore;
import io.adit.server.audit.record.AccountRecords;
import io.adit.server.audit.record.Bearers;
import io.adit.server.audit.record.CallRecords;
import io.adit.server.audit.record.TrafficRecords;
import io.adit.server.console.ConsoleParts;
import io.adit.server.relay.Relay;
import io.adit.server.secret.SecretBox;
import io.adit.server.store.Database;
import io.adit.server.store.SqlAudit;
import io.adit.server.tunnel.TunnelRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** The audit log, what is recorded in it, and who gets it. */
final class AuditParts implements AutoCloseable {
  private final AuditLog log;
  private final AuditReader reader;
  private final Bearers bearers = new Bearers();
  private final Clock clock;

  private AuditParts(AuditLog log, AuditReader reader, Clock clock) {
    this.log = log;
    this.reader = reader;
    this.clock = clock;
  }

  static AuditParts open(
      AuditOptions options, DataFolder folder, SecretBox box, Database database, Clock clock)
      throws IOException {
    AuditStore store = new SqlAudit(database);
    AuditLog log = AuditLog.open(folder.path(), box, store, options, clock);
    var parts = new AuditParts(log, new AuditReader(AuditFolder.in(folder.path())), clock);
    var _ =
        Thread.ofVirtual()
            .name("audit-recall")
            .start(() -> parts.bearers.recall(parts.reader, clock.instant()));
    return parts;
  }

  /** Has it hear of what is carried, and of what the server itself does. */
  void hear(TunnelRegistry registry, Relay relay) {
    var traffic = new TrafficRecords(log, bearers, clock);
    registry.addListener(bearers);
    registry.addListener(traffic);
    relay.tell(traffic);
  }

  CallListener calls() {
    return new CallRecords(log, clock);
  }

  /** What the console needs of it. */
  ConsoleParts.Audit forConsole() {
    return new ConsoleParts.Audit(new AccountRecords(log, clock), reader);
  }

  /** What is wrong with it; empty: nothing. */
  Optional<String> problem() {
    return log.problem();
  }

  @Override
  public void close() {
    log.close();
  }
}
