package io.adit.server;

import io.adit.server.api.CallListener;
import io.adit.server.audit.AuditLog;
import io.adit.server.audit.AuditOptions;
import io.adit.server.audit.AuditStore;
import io.adit.server.audit.chain.AuditFolder;
import io.adit.server.audit.deliver.CloudTrail;
import io.adit.server.audit.deliver.Delivery;
import io.adit.server.audit.read.AuditReader;
import io.adit.server.audit.record.AccountRecords;
import io.adit.server.audit.record.Bearers;
import io.adit.server.audit.record.CallRecords;
import io.adit.server.audit.record.DeviceRecords;
import io.adit.server.audit.record.TrafficRecords;
import io.adit.server.console.ConsoleParts;
import io.adit.server.relay.Relay;
import io.adit.server.secret.SecretBox;
import io.adit.server.store.Database;
import io.adit.server.store.SqlAudit;
import io.adit.server.traffic.DeviceListener;
import io.adit.server.tunnel.TunnelRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Optional;

/** The audit log, what is recorded in it, and who gets it. */
final class AuditParts implements AutoCloseable {
  private final AuditLog log;
  private final AuditFolder folder;
  private final AuditStore store;
  private final AuditReader reader;
  private final Bearers bearers = new Bearers();
  private final Clock clock;

  private AuditParts(AuditLog log, AuditFolder folder, AuditStore store, Clock clock) {
    this.log = log;
    this.folder = folder;
    this.store = store;
    this.reader = new AuditReader(folder);
    this.clock = clock;
  }

  static AuditParts open(
      AuditOptions options, DataFolder folder, SecretBox box, Database database, Clock clock)
      throws IOException {
    AuditStore store = new SqlAudit(database);
    AuditLog log = AuditLog.open(folder.path(), box, store, options, clock);
    var parts = new AuditParts(log, AuditFolder.in(folder.path()), store, clock);
    var _ =
        Thread.ofVirtual()
            .name("audit-recall")
            .start(() -> parts.bearers.recall(parts.reader, clock.instant()));
    return parts;
  }

  /** Brings it to those who are to get it. */
  void deliver(AuditOptions options, ServerOptions.Identity identity, Parts parts) {
    try {
      if (options.syslog() != null) {
        parts.add(Delivery.to(options.syslog(), hostName(), folder, log, store));
      }
      if (options.webhook() != null) {
        var form = new CloudTrail(identity.region(), identity.account());
        parts.add(Delivery.to(options.webhook(), form, folder, log, store));
      }
    } catch (IOException e) {
      throw new StartupException(
          "A file for the audit log's receivers cannot be read (--audit-syslog-ca,"
              + " --audit-webhook-ca): "
              + e.getMessage(),
          e);
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  /** Has it hear of what is carried, and of what the server itself does. */
  void hear(TunnelRegistry registry, Relay relay) {
    var traffic = new TrafficRecords(log, bearers, clock);
    registry.addListener(bearers);
    registry.addListener(traffic);
    relay.tell(traffic);
  }

  /** What the gateway tells of devices. */
  DeviceListener devices() {
    return new DeviceRecords(log, clock);
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
