package io.adit.cli.reach;

import io.adit.cli.CommandFailedException;
import io.adit.cli.api.NewTunnel;
import io.adit.cli.api.TunnelTokens;
import io.adit.cli.api.Tunnels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The tunnels that a run has opened, and closes when it ends. A call that is under way when a
 * signal comes is waited for, so that its tunnel is closed too.
 */
final class OpenedTunnels {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Tunnels tunnels;
  private final Consumer<String> complain;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final List<String> ids = new ArrayList<>();
  private boolean deletes = true;
  private boolean ended;

  /**
   * @param complain told of what could not be closed, in words for the user
   */
  OpenedTunnels(Tunnels tunnels, Consumer<String> complain) {
    this.tunnels = tunnels;
    this.complain = complain;
  }

  /** Opens one that ends with the run. */
  TunnelTokens open(NewTunnel wanted) {
    lock.lock();
    try {
      if (ended) {
        throw new CommandFailedException("interrupted");
      }
      TunnelTokens opened = tunnels.open(wanted);
      ids.add(opened.tunnelId());
      return opened;
    } finally {
      lock.unlock();
    }
  }

  /** Closed tunnels shall stay on record, so that one can see what was the matter. */
  void keepOnRecord() {
    lock.lock();
    try {
      deletes = false;
    } finally {
      lock.unlock();
    }
  }

  /** Closes all, within some seconds. */
  void close() {
    boolean isFree = false;
    try {
      isFree = lock.tryLock(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (isFree) {
        ended = true;
        ids.forEach(this::close);
        ids.clear();
      } else {
        complain.accept("a tunnel may stay open: the service has not answered yet");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (isFree) {
        lock.unlock();
      }
    }
  }

  private void close(String id) {
    try {
      tunnels.close(id, deletes, LIMIT);
    } catch (CommandFailedException e) {
      complain.accept(
          e.getMessage() + "; the tunnel stays open: close it with: adit tunnel close " + id);
    }
  }
}
