package io.adit.server.store;

import java.time.Duration;

/** Hears of each commit, on the writer's thread: must return at once. */
@FunctionalInterface
public interface CommitListener {
  /** Nobody listens. */
  CommitListener NONE = (_, _) -> {};

  /**
   * Changes were committed together.
   *
   * @param took from when they were taken from those that wait until they were on disk
   */
  void onCommitted(int changes, Duration took);
}
