package io.adit.server.audit;

import io.adit.server.audit.AuditOptions.OnFailure;
import io.adit.server.audit.chain.AuditEntry;
import io.adit.server.audit.chain.AuditEvent;
import io.adit.server.audit.chain.AuditFolder;
import io.adit.server.audit.chain.AuditKey;
import io.adit.server.secret.SecretBox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is to be recorded, from any thread. One thread of its own writes what has gathered
 * meanwhile and has it on disk together, so that many callers share the disk's flush.
 *
 * <pre>
 *  append: waits until it is on disk ──┐
 *  add:    waits only for room ────────┼──► waiting ──► the writer's thread ──► file, each second
 *  offer:  never waits; what finds ────┘                                        the database
 *          no room is counted
 * </pre>
 */
public final class AuditLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

  /** With some 500 bytes each, about 10 MB. */
  static final int MOST_WAITING = 20_000;

  private static final Duration TICK = Duration.ofSeconds(1);

  private final AuditWriter writer;
  private final Upkeep upkeep;
  private final Repeats strangers = Repeats.ofStrangers();
  private final Repeats devices = Repeats.ofDevices();
  private final AuditOptions options;
  private final InstantSource clock;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();

  // guarded by lock
  private Batch waiting = new Batch();
  private final LostRecords lost = new LostRecords();
  private boolean closed;

  /** Why it cannot be written now; null: it can. */
  private volatile @Nullable String problem;

  /** What is written together. */
  private static final class Batch {
    private final List<AuditEntry> entries = new ArrayList<>();
    private final CompletableFuture<@Nullable Void> onDisk = new CompletableFuture<>();
    private boolean isAwaited;
  }

  private AuditLog(
      AuditWriter writer, AuditStore store, AuditOptions options, InstantSource clock) {
    this.writer = writer;
    this.options = options;
    this.clock = clock;
    this.upkeep = new Upkeep(writer, store, options.retention(), clock);
    this.thread = Thread.ofPlatform().name("adit-audit").daemon().unstarted(this::run);
  }

  /**
   * Opens the log of a data folder, repairs its end, and starts its thread.
   *
   * @throws IOException when nothing can be written there, and calls are to be refused then
   */
  public static AuditLog open(
      Path data, SecretBox box, AuditStore store, AuditOptions options, InstantSource clock)
      throws IOException {
    var writer =
        new AuditWriter(
            AuditFolder.in(data),
            AuditKey.openOrMake(data, box),
            store,
            clock,
            options.fileBytes());
    var log = new AuditLog(writer, store, options, clock);
    try {
      log.start();
    } catch (IOException e) {
      if (options.onFailure() == OnFailure.REFUSE) {
        throw e;
      }
      log.fail(new Batch(), e);
    }
    log.thread.start();
    return log;
  }

  /**
   * Returns when the record is on disk.
   *
   * @throws AuditException when it cannot be, and calls are to be refused then
   */
  public void append(AuditEntry entry) {
    Batch mine;
    lock.lock();
    try {
      if (isDown()) {
        lost.count(entry, clock.instant());
        throwUnlessToContinue(null);
        return;
      }
      mine = waiting;
      mine.entries.add(entry);
      mine.isAwaited = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
    await(mine);
  }

  /** Returns as soon as there is room for the record; it is on disk a little later. */
  public void add(AuditEntry entry) {
    lock.lock();
    try {
      while (!isDown() && waiting.entries.size() >= MOST_WAITING) {
        room.awaitUninterruptibly();
      }
      put(entry);
    } finally {
      lock.unlock();
    }
  }

  /** Never waits; where there is no room, the loss is recorded later. For event loops. */
  public void offer(AuditEntry entry) {
    lock.lock();
    try {
      put(entry);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Never waits. What strangers do again and again, from the same address, is only counted.
   *
   * @param address with or without a port
   */
  public void offerOfStranger(AuditEntry entry, String address) {
    if (strangers.isInFull(entry, address)) {
      offer(entry);
    }
  }

  /** The same of a device that is known, by its certificate. */
  public void offerOfDevice(AuditEntry entry, String certificateId) {
    if (devices.isInFull(entry, certificateId)) {
      offer(entry);
    }
  }

  /** Throws AuditException when nothing can be written, and what is not recorded must not be. */
  public void requireWritable() {
    if (problem != null) {
      throwUnlessToContinue(null);
    }
  }

  /** Why it cannot be written now; empty: it can. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** What is on disk by now. */
  public long syncedSeq() {
    return writer.syncedSeq();
  }

  /** Writes what waits, signs the end, and stops. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signal();
      room.signalAll();
    } finally {
      lock.unlock();
    }
    stopped.join();
  }

  private void put(AuditEntry entry) {
    if (isDown() || waiting.entries.size() >= MOST_WAITING) {
      lost.count(entry, clock.instant());
      return;
    }
    waiting.entries.add(entry);
    if (waiting.entries.size() == 1) {
      arrived.signal();
    }
  }

  private boolean isDown() {
    return closed || problem != null;
  }

  private void await(Batch batch) {
    try {
      batch.onDisk.join();
    } catch (CompletionException e) {
      throwUnlessToContinue(e.getCause());
    }
  }

  private void throwUnlessToContinue(@Nullable Throwable cause) {
    if (options.onFailure() == OnFailure.REFUSE) {
      String why = problem;
      throw new AuditException(why == null ? "The audit log was closed" : why, cause);
    }
  }

  private void start() throws IOException {
    List<AuditEntry> found = writer.open();
    found.forEach(
        entry -> LOG.warn("The audit log: {} {}", entry.event().wireName(), entry.members()));
    List<AuditEntry> entries = new ArrayList<>();
    entries.add(
        new AuditEntry(clock.instant(), AuditEvent.LOG_STARTED)
            .with("pid", ProcessHandle.current().pid())
            .with("unvouched", writer.unvouched()));
    entries.addAll(found);
    writer.write(entries);
    upkeep.takeNotes();
    writer.sync();
    writer.vouch(false);
  }

  private void run() {
    Batch batch = take();
    while (!isLast(batch)) {
      work(batch);
      batch = take();
    }
    finish(batch);
    stopped.complete(null);
  }

  /** Waits for records, or until it is time to look after the log. */
  private Batch take() {
    lock.lock();
    try {
      long nanos = TICK.toNanos();
      while (waiting.entries.isEmpty() && !closed && nanos > 0) {
        nanos = arrived.awaitNanos(nanos);
      }
      return taken();
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; it goes on in any case.
      return taken();
    } finally {
      lock.unlock();
    }
  }

  private Batch taken() {
    Batch batch = waiting;
    waiting = new Batch();
    room.signalAll();
    return batch;
  }

  private boolean isLast(Batch batch) {
    lock.lock();
    try {
      return closed && batch.entries.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void work(Batch batch) {
    try {
      if (!writer.isOpen() && !upkeep.isDue()) {
        throw new IOException(String.valueOf(problem));
      }
      write(batch);
      batch.onDisk.complete(null);
    } catch (IOException | RuntimeException | Error e) {
      // Whatever it is: this thread goes on, and nobody waits for ever.
      fail(batch, e);
    }
  }

  private void write(Batch batch) throws IOException {
    if (!writer.isOpen()) {
      writer.write(reopened());
    }
    writer.write(batch.entries);
    if (batch.isAwaited) {
      writer.sync();
    }
    Instant now = clock.instant();
    List<AuditEntry> counted = new ArrayList<>(strangers.ended(now));
    counted.addAll(devices.ended(now));
    takeLost().ifPresent(counted::add);
    writer.write(counted);
    upkeep.run();
    if (problem != null) {
      LOG.info("The audit log can be written again");
      problem = null;
    }
  }

  private List<AuditEntry> reopened() throws IOException {
    List<AuditEntry> found = new ArrayList<>(writer.open());
    found.add(
        new AuditEntry(clock.instant(), AuditEvent.LOG_STARTED)
            .with("after", String.valueOf(problem)));
    return found;
  }

  private Optional<AuditEntry> takeLost() {
    lock.lock();
    try {
      return lost.take(clock.instant());
    } finally {
      lock.unlock();
    }
  }

  private void fail(Batch batch, Throwable e) {
    writer.abandon();
    if (problem == null) {
      LOG.error("The audit log cannot be written", e);
      problem =
          "The audit log cannot be written (%s). It is tried again each second; make room on the disk, or see to the folder's rights."
              .formatted(e.getMessage());
    }
    lock.lock();
    try {
      Instant now = clock.instant();
      batch.entries.forEach(entry -> lost.count(entry, now));
    } finally {
      lock.unlock();
    }
    batch.onDisk.completeExceptionally(e);
  }

  private void finish(Batch batch) {
    batch.onDisk.complete(null);
    try {
      if (writer.isOpen()) {
        upkeep.takeNotes();
        writer.write(strangers.all(clock.instant()));
        writer.write(devices.all(clock.instant()));
        writer.write(List.of(new AuditEntry(clock.instant(), AuditEvent.LOG_STOPPED)));
        writer.checkpoint();
        writer.sync();
        writer.vouch(true);
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("The end of the audit log cannot be written", e);
    }
    writer.abandon();
  }
}
