package io.adit.peer;

import io.adit.peer.connection.ConnectionLimits;
import io.adit.peer.socket.RetryPolicy;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * How a proxy treats the sockets of its applications.
 *
 * @param maxActive connections of one service that a source takes at once; the next are turned away
 * @param retry how often an endpoint is tried again that cannot be dialled or listened on
 * @param from the address of this machine that a destination connects from, where the endpoint can
 *     be reached from it; null for whatever the system chooses
 */
public record LocalOptions(
    ConnectionLimits limits, int maxActive, RetryPolicy retry, @Nullable InetAddress from) {
  public static final LocalOptions DEFAULT =
      new LocalOptions(ConnectionLimits.DEFAULT, 1_024, RetryPolicy.NEVER, null);

  public LocalOptions {
    if (maxActive < 1) {
      throw new IllegalArgumentException("maxActive " + maxActive + " must be positive");
    }
  }
}
