package io.adit.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adit.server.api.Json;
import io.adit.server.api.Subjects;
import io.adit.server.auth.Actions;
import io.adit.server.auth.Caller;
import io.adit.server.http.EventReply;
import io.adit.server.http.EventStream;
import io.adit.server.http.Reply;
import io.adit.server.policy.Subject;
import io.adit.server.thing.Presence;
import io.adit.server.tunnel.ClientMode;
import io.adit.server.tunnel.CloseCause;
import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.server.tunnel.RotatedTokens;
import io.adit.server.tunnel.TunnelListener;
import io.adit.server.user.Session;
import io.adit.server.user.Sessions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells open pages what changes: each tunnel at most twice a second. What happens in between is
 * gathered; one thread looks and sends, only while somebody listens. A page that does not read gets
 * the newest state when it reads again.
 *
 * <pre>
 *  registry's listeners ──► changed ids ─┐
 *  data plane, asked     ──► moved ids  ─┴─► rows, made once ──► each listener's own map ──► stream
 * </pre>
 */
final class LiveFeed implements TunnelListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);

  static final int MOST_STREAMS = 256;
  static final int MOST_OF_USER = 16;

  private static final long TICK_MILLIS = 500;
  private static final int TICKS_PER_COMMENT = 30;
  private static final int TICKS_PER_CHECK = 4;

  /** So many rows at a tick; the others come at the next. */
  private static final int ROWS_AT_ONCE = 200;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ChangedTunnels tunnels;
  private final @Nullable Presence presence;
  private final Sessions sessions;
  private final Subjects subjects;
  private final LongSupplier nanoTime;
  private final Thread thread;
  private final List<LiveListener> listeners = new CopyOnWriteArrayList<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  // guarded by lock
  private boolean closed;

  // The thread's own.
  private Set<String> connectedThings = Set.of();
  private long ticks;

  private LiveFeed(
      ChangedTunnels tunnels,
      @Nullable Presence presence,
      Sessions sessions,
      Subjects subjects,
      LongSupplier nanoTime) {
    this.tunnels = tunnels;
    this.presence = presence;
    this.sessions = sessions;
    this.subjects = subjects;
    this.nanoTime = nanoTime;
    this.thread = Thread.ofVirtual().name("console-feed").unstarted(this::run);
  }

  /** Starts its thread; the caller adds it to the registry's listeners. */
  static LiveFeed start(
      ChangedTunnels tunnels, @Nullable Presence presence, Sessions sessions, Subjects subjects) {
    var feed = new LiveFeed(tunnels, presence, sessions, subjects, System::nanoTime);
    feed.thread.start();
    sessions.onEnded(feed::endWithSessions);
    return feed;
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.of("GET", "events", this::listen));
  }

  @Override
  public void onOpened(OpenedTunnel opened) {
    onChanged(opened.tunnel().tunnelId());
  }

  @Override
  public void onRotated(
      RotatedTokens rotated, ClientMode mode, @Nullable DestinationConfig notified) {
    onChanged(rotated.tunnel().tunnelId());
  }

  @Override
  public void onClosed(String tunnelId, CloseCause cause) {
    onChanged(tunnelId);
  }

  @Override
  public void onChanged(String tunnelId) {
    if (!listeners.isEmpty()) {
      tunnels.onChanged(tunnelId);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
    joinThread();
    listeners.forEach(listener -> listener.stream().close());
  }

  private Reply listen(Asked asked) {
    asked.caller().require(Actions.LIST_TUNNELS, () -> List.of(subjects.tunnels(null)));
    return new EventReply(
        Map.of("Content-Type", "text/event-stream", "Cache-Control", "no-store"),
        stream -> add(asked.session(), asked.callerLater(), stream));
  }

  /** On an event loop; a stream too many has its head sent already and is ended with words. */
  private void add(Session session, Supplier<Caller> caller, EventStream stream) {
    lock.lock();
    try {
      long ofUser =
          listeners.stream().filter(each -> each.session().user().equals(session.user())).count();
      if (closed || listeners.size() >= MOST_STREAMS || ofUser >= MOST_OF_USER) {
        stream.send("retry: 15000\n: too many pages listen at once\n\n");
        stream.finish();
        return;
      }
      var listener = new LiveListener(session, caller, stream, nanoTime.getAsLong());
      // At once, and not at the next tick: who has left takes nobody's place.
      stream.onEnd(() -> listeners.remove(listener));
      listeners.add(listener);
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (awaitTick()) {
      try {
        tick();
      } catch (RuntimeException | Error e) {
        LOG.error("The console's pages could not be told what changed", e);
      }
    }
  }

  /** Waits for the next tick, or for somebody to listen; false: it is over. */
  private boolean awaitTick() {
    lock.lock();
    try {
      while (listeners.isEmpty() && !closed) {
        tunnels.forget();
        ticks = 0;
        woken.await();
      }
      long left = TICK_MILLIS * 1_000_000;
      while (left > 0 && !closed) {
        left = woken.awaitNanos(left);
      }
      return !closed;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void tick() {
    if (ticks % TICKS_PER_CHECK == 0) {
      endWithSessions();
      tellThings();
    }
    Map<String, Change> changes = tunnels.next(ROWS_AT_ONCE);
    listeners.forEach(listener -> listener.addAll(changes));
    long now = nanoTime.getAsLong();
    boolean isComment = ticks % TICKS_PER_COMMENT == TICKS_PER_COMMENT - 1;
    for (LiveListener listener : listeners) {
      listener.flush(now, isComment);
      if (listener.isStuck(now, PATIENCE)) {
        listener.stream().close();
      }
    }
    ticks++;
  }

  /**
   * For any thread. Sessions that end at another process, or with time, are found at a later tick.
   */
  private void endWithSessions() {
    Map<String, Boolean> alive = new HashMap<>();
    for (LiveListener listener : listeners) {
      boolean isAlive =
          alive.computeIfAbsent(
              listener.session().hash(), _ -> sessions.isAlive(listener.session()));
      if (!isAlive) {
        listener.stream().close();
      }
    }
  }

  private void tellThings() {
    Optional<Set<String>> now = connected();
    if (now.isEmpty()) {
      return;
    }
    // The first look is what the others are compared with: pages ask for the list themselves.
    if (ticks > 0) {
      Map<String, Change> changes = new HashMap<>();
      difference(now.get(), connectedThings)
          .forEach(thing -> changes.put("thing " + thing, thingEvent(thing, true)));
      difference(connectedThings, now.get())
          .forEach(thing -> changes.put("thing " + thing, thingEvent(thing, false)));
      listeners.forEach(listener -> listener.addAll(changes));
    }
    connectedThings = now.get();
  }

  private Optional<Set<String>> connected() {
    return presence == null ? Optional.empty() : Optional.of(presence.connectedThings());
  }

  private static Set<String> difference(Set<String> some, Set<String> others) {
    Set<String> rest = new HashSet<>(some);
    rest.removeAll(others);
    return rest;
  }

  private static Change thingEvent(String thingName, boolean connected) {
    return new Change(
        event("thing", Map.of("thingName", thingName, "connected", connected)),
        caller -> caller.may(Actions.LIST_THINGS, Subject.of("*")));
  }

  /** JSON has no line breaks of its own, so that nothing in it can begin another event. */
  static String event(String name, Object data) {
    return "event: %s\ndata: %s\n\n".formatted(name, new String(Json.writeForPages(data), UTF_8));
  }

  private void joinThread() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
