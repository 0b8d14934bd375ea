package io.adit.peer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One look at a running proxy.
 *
 * @param openConnections now
 * @param isHeldUp whether an application that takes nothing keeps the link from being read
 * @param reconnects how many links were opened after the first
 */
public record ProxyStatus(
    State state, Traffic traffic, int openConnections, boolean isHeldUp, int reconnects) {

  /** What the proxy is about. */
  public sealed interface State {}

  /** It tries to reach the relay. */
  public record Connecting() implements State {}

  /**
   * It has a link.
   *
   * @param roundTrip to the relay and back, as last measured; null before the first time
   */
  public record Connected(@Nullable Duration roundTrip) implements State {}

  /**
   * It has none.
   *
   * @param nextAttempt how far away
   */
  public record Waiting(Duration nextAttempt) implements State {}

  /** It has ended for good. */
  public record Ended() implements State {}

  /**
   * Bytes of applications, over all links.
   *
   * @param sent to the relay
   * @param received from the relay
   */
  public record Traffic(long sent, long received) {
    Traffic plus(Traffic other) {
      return new Traffic(sent + other.sent, received + other.received);
    }
  }
}
