package io.adit.cli.proxy.status;

import io.adit.peer.ProxyStatus;
import java.time.Duration;

/** Statuses to show. */
final class Statuses {
  private Statuses() {}

  static ProxyStatus connected(long sent, long received) {
    return with(new ProxyStatus.Connected(Duration.ofMillis(23)), sent, received);
  }

  static ProxyStatus with(ProxyStatus.State state, long sent, long received) {
    return new ProxyStatus(state, new ProxyStatus.Traffic(sent, received), 2, false, 0);
  }
}
