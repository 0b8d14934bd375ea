package io.adit.server.audit;

import io.adit.server.audit.chain.AuditEntry;
import io.adit.server.audit.chain.AuditEvent;
import io.adit.server.audit.chain.AuditFolder;
import io.adit.server.audit.chain.AuditHead;
import io.adit.server.audit.chain.AuditKey;
import io.adit.server.audit.chain.AuditLine;
import io.adit.server.audit.chain.AuditPosition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of the log. One thread uses it. After an IOException nothing is sure any more:
 * it has to be {@link #abandon abandoned}, and {@link #open opened} again.
 */
final class AuditWriter {
  private final AuditFolder folder;
  private final AuditKey key;
  private final AuditStore store;
  private final InstantSource clock;
  private final long fileBytes;

  private @Nullable FileChannel channel;
  private String day = "";
  private long size;
  private AuditPosition before = AuditPosition.START;
  private AuditPosition last = AuditPosition.START;
  private AuditPosition vouched = AuditPosition.START;
  private boolean isSynced = true;

  /** The newest record that is on disk; read by any thread. */
  private volatile long syncedSeq;

  AuditWriter(
      AuditFolder folder, AuditKey key, AuditStore store, InstantSource clock, long fileBytes) {
    this.folder = folder;
    this.key = key;
    this.store = store;
    this.clock = clock;
    this.fileBytes = fileBytes;
  }

  boolean isOpen() {
    return channel != null;
  }

  long syncedSeq() {
    return syncedSeq;
  }

  /** Finds where to go on; returns what has to be recorded of what it found. */
  List<AuditEntry> open() throws IOException {
    folder.make();
    Optional<AuditHead> head = store.head();
    head.ifPresent(known -> {
      before = known.before();
      vouched = known.last();
    });
    AuditEnd end = AuditEnd.find(folder, vouched);
    String problem = problem(head, end);
    if (head.isEmpty() || head.get().isFinal()) {
      // Before anything is written: whatever is found behind it later came from a server.
      store.putHead(AuditHead.signed(key, before, vouched, false, clock.instant()));
    }
    if (problem != null) {
      last = new AuditPosition(Math.max(end.highest(), vouched.seq()), vouched.hash());
      begin();
      return List.of(
          new AuditEntry(clock.instant(), AuditEvent.LOG_BROKEN).with("reason", problem));
    }
    return goOn(end);
  }

  private @Nullable String problem(Optional<AuditHead> head, AuditEnd end) {
    if (head.isEmpty()) {
      return end.part() == null
          ? null
          : "the database does not say what the server wrote, and there are files";
    }
    if (!head.get().isSignedBy(key)) {
      return "what the database says of the log was not signed by this server";
    }
    boolean isLonger = end.position().seq() > vouched.seq();
    return end.problem() == null && head.get().isFinal() && isLonger
        ? "records were added after %d, while no server ran".formatted(vouched.seq())
        : end.problem();
  }

  private List<AuditEntry> goOn(AuditEnd end) throws IOException {
    last = end.position();
    AuditFolder.Part part = end.part();
    if (part == null) {
      begin();
      return List.of();
    }
    channel = FileChannel.open(part.path(), StandardOpenOption.WRITE);
    channel.truncate(end.size());
    channel.position(end.size());
    channel.force(true);
    size = end.size();
    day = part.day();
    syncedSeq = last.seq();
    return end.tornBytes() == 0
        ? List.of()
        : List.of(
            new AuditEntry(clock.instant(), AuditEvent.LOG_REPAIRED)
                .with("file", part.name())
                .with("bytesRemoved", end.tornBytes()));
  }

  private void begin() throws IOException {
    abandon();
    day = today();
    channel = FileChannel.open(folder.create(last.seq() + 1, day), StandardOpenOption.WRITE);
    folder.sync();
    size = 0;
    syncedSeq = last.seq();
  }

  /** Adds records; they are on disk after {@link #sync}. */
  void write(List<AuditEntry> entries) throws IOException {
    if (entries.isEmpty()) {
      return;
    }
    if (size > 0 && (size >= fileBytes || !day.equals(today()))) {
      rotate();
    }
    append(entries);
  }

  private void rotate() throws IOException {
    checkpoint();
    sync();
    begin();
  }

  /** Signs all records until here, in the file itself. */
  void checkpoint() throws IOException {
    append(
        List.of(
            new AuditEntry(clock.instant(), AuditEvent.CHECKPOINT)
                .with("key", key.id())
                .with("signature", key.sign(AuditKey.checkpointText(last)))));
  }

  private void append(List<AuditEntry> entries) throws IOException {
    var out = new ByteArrayOutputStream(entries.size() * 512);
    AuditPosition end = last;
    for (AuditEntry entry : entries) {
      AuditLine line = AuditLine.next(end, entry);
      out.write(line.bytes());
      out.write('\n');
      end = line.position();
    }
    isSynced = false;
    ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray());
    while (bytes.hasRemaining()) {
      open(channel).write(bytes);
    }
    size += bytes.limit();
    last = end;
  }

  void sync() throws IOException {
    if (!isSynced) {
      open(channel).force(false);
      isSynced = true;
      syncedSeq = last.seq();
    }
  }

  /** Has the database say what is on disk. */
  void vouch(boolean isFinal) {
    if (isSynced && (isFinal || !vouched.equals(last))) {
      store.putHead(AuditHead.signed(key, before, last, isFinal, clock.instant()));
      vouched = last;
    }
  }

  /** Removes files whose last record is older than this, but never the newest. */
  void removeBefore(Instant oldest) throws IOException {
    var expired = new ExpiredFiles(folder, oldest);
    List<AuditFolder.Part> parts = expired.find();
    if (parts.isEmpty()) {
      return;
    }
    AuditPosition end = expired.end();
    append(
        List.of(
            new AuditEntry(clock.instant(), AuditEvent.FILES_REMOVED)
                .with("files", parts.stream().map(AuditFolder.Part::name).toList())
                .with("lastSeq", end.seq())));
    sync();
    before = end;
    store.putHead(AuditHead.signed(key, before, last, false, clock.instant()));
    vouched = last;
    expired.remove();
  }

  /** Lets go of the file as it is. */
  void abandon() {
    FileChannel open = channel;
    channel = null;
    isSynced = true;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // What was not written is found out at the next opening.
      }
    }
  }

  /** How many records there are that the database does not know of. */
  long unvouched() {
    return Math.max(0, last.seq() - vouched.seq());
  }

  private String today() {
    return AuditFolder.day(clock.instant());
  }

  private static FileChannel open(@Nullable FileChannel channel) throws IOException {
    if (channel == null) {
      throw new IOException("the log is not open");
    }
    return channel;
  }
}
