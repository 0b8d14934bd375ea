package io.adit.peer.connection;

import io.adit.peer.link.TunnelLink;
import io.adit.peer.socket.ByteStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a stream: the link on one hand, a local application on the other.
 *
 * <pre>
 *  Pending ──attach──► Open ──application ends its side──► HalfClosed
 *     │                  │                                     │ quiet, or broken
 *     │                  └─────the other end closes────────────┤
 *     │ attach, where the other end closed meanwhile           ▼
 *     ├───────────────────────────────────────────────────► Draining ──all written──► Over
 *     └──fail──────────────────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * What the application cannot take yet waits here, in whatever state, and reaches it also where the
 * other end closed meanwhile.
 */
public final class Connection {
  /** A stall that people are told of. */
  private static final Duration STALL_TO_TELL = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  private sealed interface State {}

  private record Pending(boolean closed) implements State {}

  private sealed interface Attached extends State {
    ByteStream application();
  }

  private record Open(ByteStream application) implements Attached {}

  private record HalfClosed(ByteStream application) implements Attached {}

  private record Draining(ByteStream application) implements Attached {}

  private record Over() implements State {}

  private final ConnectionId id;
  private final TunnelLink link;
  private final BackPressure backPressure;
  private final boolean awaitsReplies;
  private final Consumer<Connection> onLocalEnd;
  private final Backlog backlog = new Backlog();
  private final Words said = new Words();
  private final Words heard = new Words();
  private final DeliveryWindow window = new DeliveryWindow();
  private final DeliveryReports reports;
  private final Promise<Void> over = Promise.promise();

  private State state = new Pending(false);

  /** Whether nothing has come since the application last sent something, or began. */
  private boolean unanswered = true;

  private Future<Void> lastSent = Future.succeededFuture();

  /** Whether the application is not read, since its bytes cannot go on. */
  private boolean held;

  private long quietSince;
  private long releasedBytes;
  private long seenProgress;
  private long movedAt;
  private boolean told;

  /**
   * @param awaitsReplies whether an application that closes its side may still wait for a reply;
   *     else its end ends the connection
   * @param onLocalEnd told when the application ended the connection, after all its bytes were sent
   */
  public Connection(
      ConnectionId id,
      TunnelLink link,
      BackPressure backPressure,
      boolean awaitsReplies,
      Consumer<Connection> onLocalEnd) {
    this.id = id;
    this.link = link;
    this.backPressure = backPressure;
    this.awaitsReplies = awaitsReplies;
    this.onLocalEnd = onLocalEnd;
    this.movedAt = backPressure.nanoTime();
    this.reports = new DeliveryReports(total -> link.send(id.delivered(total)));
    backPressure.onOpened(this);
    if (link.reportsDeliveries()) {
      reports.begin();
    }
  }

  public ConnectionId id() {
    return id;
  }

  /** The application is there; it is not being read yet. */
  public void attach(ByteStream application) {
    if (!(state instanceof Pending pending)) {
      application.end();
      return;
    }
    application.onDrained(this::pump);
    application.onEnd(this::onApplicationEnd);
    application.onClosed(this::onApplicationClosed);
    application.onTaken(() -> reports.onTaken(application.takenBytes()));
    if (pending.closed()) {
      drain(application);
      return;
    }
    state = new Open(application);
    application.onBytes(this::onLocalBytes);
    pump();
    application.resume();
  }

  /** Bytes came through the tunnel; they are only lent. */
  public void deliver(ByteBuffer payload) {
    unanswered = false;
    quietSince = backPressure.nanoTime();
    listen(heard, payload.remaining(), quietSince);
    switch (state) {
      case Pending _ -> hold(payload);
      case Open open -> pass(open.application(), payload);
      case HalfClosed halfClosed -> pass(halfClosed.application(), payload);
      case Draining _, Over _ -> log.trace("{}: dropped {} bytes", id, payload.remaining());
    }
  }

  /** The other end says that so many bytes have reached its application. */
  public void onDelivered(long totalBytes) {
    window.onDelivered(totalBytes, backPressure.nanoTime());
    reports.onAwaited(state instanceof Attached it ? it.application().takenBytes() : 0);
    resumeReading();
  }

  /**
   * The tunnel has no more for this connection: the application gets what came and then the end.
   * Completes when it has, or at once where there is no application yet.
   */
  public Future<Void> close() {
    switch (state) {
      case Pending _ -> {
        state = new Pending(true);
        backPressure.onClosed(this);
        return Future.succeededFuture();
      }
      case Open open -> drain(open.application());
      case HalfClosed halfClosed -> drain(halfClosed.application());
      case Draining _, Over _ -> {}
    }
    return over.future();
  }

  /** No application will come; returns whether the other end still waits for one. */
  public boolean fail() {
    boolean awaited = isAwaited();
    toOver();
    return awaited;
  }

  /** Whether the other end waits for an application. */
  public boolean isAwaited() {
    return state instanceof Pending pending && !pending.closed();
  }

  /** Reads the application again after it waited, unless there is something to wait for. */
  void resumeReading() {
    if (held && state instanceof Open open && !mustWait()) {
      held = false;
      open.application().resume();
    }
  }

  /** While the link is not read, no report is heard: then the window does not count. */
  private boolean mustWait() {
    if (link.isFull()) {
      backPressure.awaitLink(this);
      return true;
    }
    window.narrow(backPressure.othersTalk(this));
    return !window.isOpen() && !backPressure.isPaused();
  }

  private void listen(Words words, int bytes, long now) {
    if (words.areAmong(bytes)) {
      backPressure.onTalk(this, now);
    }
  }

  /** Whether the other end sends no more than fits its window. */
  boolean isWindowed() {
    return window.isHeard();
  }

  /** What waits here for the application. */
  int heldBytes() {
    return backlog.bytes();
  }

  /**
   * Looks whether somebody has waited too long, and does what must be done then. Returns whether to
   * look again.
   */
  boolean look() {
    long now = backPressure.nanoTime();
    if (state instanceof Attached attached) {
      long progress = releasedBytes + attached.application().progress();
      if (progress != seenProgress) {
        seenProgress = progress;
        movedAt = now;
      }
    }
    switch (state) {
      case Open open -> lookForStall(open.application(), now);
      case HalfClosed halfClosed -> lookForStall(halfClosed.application(), now);
      case Draining draining -> lookForLinger(draining.application(), now);
      case Pending _, Over _ -> {}
    }
    return state instanceof Draining || (!(state instanceof Over) && !backlog.isEmpty());
  }

  private void lookForStall(ByteStream application, long now) {
    if (!backPressure.waitsFor(this)) {
      told = false;
      return;
    }
    Duration stalled = Duration.ofNanos(now - Math.max(movedAt, backPressure.pausedAt()));
    if (!backPressure.othersMayWait()) {
      return;
    }
    if (stalled.compareTo(patience().stall()) >= 0) {
      log.error(
          "{} has read nothing for {} s and held up the whole tunnel; its connection is reset, and"
              + " {} bytes that waited for it are lost",
          application.remote(),
          stalled.toSeconds(),
          backlog.bytes());
      endLocally();
      application.abort();
    } else if (stalled.compareTo(STALL_TO_TELL) >= 0 && !told) {
      told = true;
      log.warn(
          "{} has read nothing for {} s and holds up the whole tunnel; let it read, or close it."
              + " After {} s its connection is reset",
          application.remote(),
          stalled.toSeconds(),
          patience().stall().toSeconds());
    }
  }

  /** The application may wait for a reply, but not for ever. */
  private void awaitReply() {
    if (!(state instanceof HalfClosed halfClosed)) {
      return;
    }
    long now = backPressure.nanoTime();
    boolean reads = now - movedAt < patience().linger().toNanos();
    if (!lastSent.isComplete() || (!backlog.isEmpty() && reads)) {
      quietSince = now;
    }
    Duration quiet = Duration.ofNanos(now - quietSince);
    if (quiet.compareTo(patience().halfClosed()) < 0) {
      backPressure.after(patience().halfClosed().minus(quiet), this::awaitReply);
    } else {
      drain(halfClosed.application());
      onLocalEnd.accept(this);
    }
  }

  private void lookForLinger(ByteStream application, long now) {
    if (now - movedAt >= patience().linger().toNanos()) {
      log.warn(
          "{} has read nothing for {} s since the other end closed; what waited for it is lost",
          application.remote(),
          patience().linger().toSeconds());
      toOver();
      application.abort();
    }
  }

  private void pass(ByteStream application, ByteBuffer payload) {
    if (backlog.isEmpty() && !application.isFull()) {
      application.write(payload);
    } else {
      hold(payload);
    }
  }

  private void hold(ByteBuffer payload) {
    int count = payload.remaining();
    backlog.add(payload);
    backPressure.onHeld(this, count);
  }

  /** Writes what waits, as far as the application takes it; then, where it is to end, its end. */
  private void pump() {
    if (!(state instanceof Attached attached)) {
      return;
    }
    ByteStream application = attached.application();
    while (!application.isFull() && !backlog.isEmpty()) {
      ByteBuffer next = backlog.poll();
      if (next != null) {
        int count = next.remaining();
        releasedBytes += count;
        application.write(next);
        backPressure.onReleased(this, count);
      }
    }
    if (state instanceof Draining && backlog.isEmpty()) {
      application.onDrained(() -> {});
      application.end().onComplete(_ -> toOver());
    }
  }

  /** From now on the application only gets what waits for it. */
  private void drain(ByteStream application) {
    state = new Draining(application);
    movedAt = backPressure.nanoTime();
    backPressure.onClosed(this);
    backPressure.watch(this);
    application.onBytes(null);
    application.resume();
    pump();
  }

  private Patience patience() {
    return backPressure.limits().patience();
  }

  private void toOver() {
    if (!(state instanceof Over)) {
      state = new Over();
      int dropped = backlog.bytes();
      backlog.clear();
      backPressure.onReleased(this, dropped);
      backPressure.onClosed(this);
      over.tryComplete();
    }
  }

  /** They may be only lent: what is sent has been copied when {@code send} returns. */
  private void onLocalBytes(ByteBuffer rest) {
    unanswered = true;
    while (rest.hasRemaining()) {
      int count = Math.min(rest.remaining(), backPressure.limits().payloadBytes());
      long now = backPressure.nanoTime();
      listen(said, count, now);
      window.onSent(count, now);
      lastSent = link.send(id.data(rest.slice(rest.position(), count)));
      rest.position(rest.position() + count);
    }
    if (state instanceof Open open && mustWait()) {
      held = true;
      open.application().pause();
    }
  }

  /**
   * The wire cannot say that one side has ended. An application whose last words nobody has
   * answered yet may wait for the answer; any other is done.
   */
  private void onApplicationEnd() {
    if (!(state instanceof Open open)) {
      return;
    }
    if (awaitsReplies && unanswered) {
      state = new HalfClosed(open.application());
      quietSince = backPressure.nanoTime();
      awaitReply();
    } else {
      drain(open.application());
      onLocalEnd.accept(this);
    }
  }

  private void onApplicationClosed() {
    switch (state) {
      case Open _, HalfClosed _ -> endLocally();
      case Draining _ -> toOver();
      case Pending _, Over _ -> {}
    }
  }

  private void endLocally() {
    toOver();
    onLocalEnd.accept(this);
  }
}
