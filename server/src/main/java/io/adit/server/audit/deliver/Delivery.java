package io.adit.server.audit.deliver;

import io.adit.server.audit.AuditLog;
import io.adit.server.audit.AuditStore;
import io.adit.server.audit.chain.AuditFolder;
import io.adit.server.audit.chain.AuditLine;
import io.adit.server.audit.read.AuditFollower;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the records to one receiver, on a thread of its own: each at least once, in order. Only
 * what is on disk is brought, so that nobody has a record that the log lost in a crash.
 */
public final class Delivery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private static final int MOST_RECORDS = 500;
  private static final int MOST_BYTES = 512 * 1024;
  private static final long LOOK_MILLIS = 200;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

  private final Receiver receiver;
  private final AuditFolder folder;
  private final AuditLog log;
  private final AuditStore store;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicReference<@Nullable String> problem = new AtomicReference<>();
  private final Thread thread;

  /** The last record that the receiver has. */
  private long delivered;

  private Delivery(Receiver receiver, AuditFolder folder, AuditLog log, AuditStore store) {
    this.receiver = receiver;
    this.folder = folder;
    this.log = log;
    this.store = store;
    // Of a receiver that is new, what is written from now on.
    this.delivered = store.delivered(receiver.name()).orElse(log.syncedSeq() - 1);
    this.thread = Thread.ofVirtual().name("audit-delivery").unstarted(this::run);
  }

  /** Starts to bring records to a web hook. */
  public static Delivery to(
      WebhookOptions options, CloudTrail form, AuditFolder folder, AuditLog log, AuditStore store)
      throws IOException {
    return start(new Delivery(new WebhookReceiver(options, form), folder, log, store));
  }

  /** Starts to bring records to a syslog server. */
  public static Delivery to(
      SyslogOptions options, String hostName, AuditFolder folder, AuditLog log, AuditStore store)
      throws IOException {
    return start(new Delivery(new SyslogReceiver(options, hostName), folder, log, store));
  }

  private static Delivery start(Delivery delivery) {
    delivery.thread.start();
    return delivery;
  }

  /** Why the receiver does not have the newest records; null: it has, or soon will. */
  @Nullable String problem() {
    return problem.get();
  }

  /** Stops soon; what was not brought yet is brought after the next start. */
  @Override
  public void close() {
    closed.countDown();
    try {
      if (!thread.join(STOP_PATIENCE)) {
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    receiver.close();
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    while (!isClosed(0)) {
      try (var follower = new AuditFollower(folder, delivered + 1)) {
        follow(follower);
      } catch (IOException | RuntimeException e) {
        tell(e);
        if (isClosed(pause.toMillis())) {
          return;
        }
        pause = shorter(pause.multipliedBy(2));
        continue;
      }
      pause = FIRST_PAUSE;
    }
  }

  /** Returns when it is closed, and after each batch that followed a problem. */
  private void follow(AuditFollower follower) throws IOException {
    while (!isClosed(0)) {
      List<AuditLine> batch = batch(follower);
      if (batch.isEmpty()) {
        if (isClosed(LOOK_MILLIS)) {
          return;
        }
        continue;
      }
      receiver.take(batch);
      skipped(batch);
      delivered = batch.getLast().seq();
      store.putDelivered(receiver.name(), delivered);
      if (problem.getAndSet(null) != null) {
        LOG.info("{} gets the audit log's records again", receiver.name());
        return;
      }
    }
  }

  private List<AuditLine> batch(AuditFollower follower) throws IOException {
    List<AuditLine> batch = new ArrayList<>();
    int bytes = 0;
    long last = delivered;
    while (batch.size() < MOST_RECORDS && bytes < MOST_BYTES && last < log.syncedSeq()) {
      AuditLine line = follower.next();
      if (line == null) {
        break;
      }
      batch.add(line);
      bytes += line.bytes().length;
      last = line.seq();
    }
    return batch;
  }

  private void skipped(List<AuditLine> batch) {
    long first = batch.getFirst().seq();
    if (first > delivered + 1) {
      LOG.warn(
          "{} did not get the audit log's records {} to {}: their files were kept long enough and"
              + " are gone",
          receiver.name(),
          delivered + 1,
          first - 1);
    }
  }

  private void tell(Exception e) {
    String text = String.valueOf(e.getMessage());
    if (!text.equals(problem.getAndSet(text))) {
      LOG.warn(
          "{} does not get the audit log's records: {}. They stay in the files, and it is tried"
              + " again",
          receiver.name(),
          text);
    }
  }

  private boolean isClosed(long waitMillis) {
    try {
      return closed.await(waitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  private static Duration shorter(Duration pause) {
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
