package io.adit.server.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adit.server.audit.chain.AuditEntry;
import io.adit.server.audit.chain.AuditEvent;
import io.adit.server.audit.chain.AuditFolder;
import io.adit.server.audit.chain.AuditKey;
import io.adit.server.audit.chain.AuditLine;
import io.adit.server.audit.read.AuditVerifier;
import io.adit.server.secret.SecretBox;
import io.adit.server.store.Database;
import io.adit.server.store.SqlAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A data folder with a log, which can be written, stopped, killed, spoilt and verified. */
final class AuditFixture implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-27T12:00:00Z");

  final Path data;
  final SecretBox box;
  final AuditStore store;
  final AuditFolder folder;
  private final Database database;
  private Instant now = START;
  private AuditOptions options = AuditOptions.DEFAULT;
  private @Nullable AuditLog log;

  AuditFixture(Path data) {
    this.data = data;
    this.box = new SecretBox(data.resolve("secret.key"), new SecureRandom());
    this.database = new Database(data.resolve("adit.db"));
    this.store = new SqlAudit(database);
    this.folder = AuditFolder.in(data);
  }

  AuditFixture with(AuditOptions other) {
    options = other;
    return this;
  }

  void now(Instant other) {
    now = other;
  }

  Instant now() {
    return now;
  }

  /** Starts the log, or another one on the same data. */
  AuditLog start() throws IOException {
    log = AuditLog.open(data, box, store, options, () -> now);
    return log;
  }

  AuditLog log() {
    if (log == null) {
      throw new AssertionError("not started");
    }
    return log;
  }

  void stop() {
    log().close();
    log = null;
  }

  /** Writes records that are told apart by a number. */
  void write(int from, int to) {
    for (int i = from; i <= to; i++) {
      log().append(entry(i));
    }
  }

  AuditEntry entry(int number) {
    return new AuditEntry(now, AuditEvent.API_CALL).with("number", number);
  }

  AuditVerifier.Verdict verify() throws IOException {
    return new AuditVerifier(folder, AuditKey.open(data, box), store.head().orElse(null)).verify();
  }

  List<Path> files() throws IOException {
    return folder.parts().stream().map(AuditFolder.Part::path).toList();
  }

  Path onlyFile() throws IOException {
    List<Path> files = files();
    if (files.size() != 1) {
      throw new AssertionError("not one file: " + files);
    }
    return files.getFirst();
  }

  /** All lines of all files. */
  List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : files()) {
      lines.addAll(Files.readAllLines(file));
    }
    return lines;
  }

  /** The record that a line is. */
  static AuditLine parsed(String line) {
    return AuditLine.parse(line.getBytes(UTF_8)).orElseThrow();
  }

  List<String> events() throws IOException {
    return lines().stream()
        .map(line -> line.replaceAll(".*\"event\":\"([A-Za-z]+)\".*", "$1"))
        .toList();
  }

  @Override
  public void close() {
    if (log != null) {
      log.close();
    }
    database.close();
  }
}
