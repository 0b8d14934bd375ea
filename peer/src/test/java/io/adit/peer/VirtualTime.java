package io.adit.peer;

import static java.util.Objects.requireNonNull;

import io.adit.peer.socket.Timers;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Time that stands still until the test moves it. */
final class VirtualTime implements Timers {
  private record Task(long at, Context eventLoop, Runnable action) {}

  private final List<Task> tasks = new ArrayList<>(); // guarded by this
  private long nanos; // guarded by this

  @Override
  public synchronized long nanoTime() {
    return nanos;
  }

  @Override
  public synchronized Runnable after(Duration wait, Runnable action) {
    Context eventLoop = requireNonNull(Vertx.currentContext(), "not on an event loop");
    Task task = new Task(nanos + wait.toNanos(), eventLoop, action);
    tasks.add(task);
    return () -> remove(task);
  }

  /** Moves time on; what falls due meanwhile has run when this returns. */
  void advance(Duration by) throws Exception {
    long end = nanoTime() + by.toNanos();
    for (Optional<Task> due = takeNext(end); due.isPresent(); due = takeNext(end)) {
      Task task = due.get();
      CompletableFuture<Void> done = new CompletableFuture<>();
      task.eventLoop()
          .runOnContext(_ -> {
            task.action().run();
            done.complete(null);
          });
      done.get(20, TimeUnit.SECONDS);
    }
    moveTo(end);
  }

  private synchronized Optional<Task> takeNext(long end) {
    Optional<Task> next =
        tasks.stream().filter(task -> task.at() <= end).min(Comparator.comparingLong(Task::at));
    next.ifPresent(task -> {
      tasks.remove(task);
      moveTo(task.at());
    });
    return next;
  }

  private synchronized void moveTo(long moment) {
    nanos = Math.max(nanos, moment);
  }

  private synchronized void remove(Task task) {
    tasks.remove(task);
  }
}
