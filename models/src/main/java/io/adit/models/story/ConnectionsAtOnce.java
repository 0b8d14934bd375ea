package io.adit.models.story;

import java.util.Optional;
import java.util.stream.IntStream;

/** How many connections of one service a pair of clients carries at the same time. */
public final class ConnectionsAtOnce {
  /** So many are tried. */
  public static final int MANY = 8;

  private ConnectionsAtOnce() {}

  /**
   * Opens one that speaks, then more; returns how many speak while the first lives on.
   *
   * @param sourceTakesMany whether the source takes a second one at all without losing the first
   */
  public static int count(StoryTunnel tunnel, String service, boolean sourceTakesMany) {
    Optional<Echo> first = Echo.open(tunnel, service).filter(Echo::passes);
    long more =
        IntStream.range(1, sourceTakesMany ? MANY : 1)
            .mapToObj(_ -> Echo.open(tunnel, service))
            .flatMap(Optional::stream)
            .filter(Echo::passes)
            .count();
    boolean firstLives = first.isPresent() && first.get().passes();
    return firstLives && tunnel.harm().isEmpty() ? 1 + (int) more : 0;
  }
}
