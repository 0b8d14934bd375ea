package io.adit.server.history;

import java.util.List;

/** Where the history of tunnels is kept. Each call is one transaction. */
public interface HistoryStore {

  /**
   * Adds events, the oldest first. Those of tunnels that are not there any more are dropped, and of
   * those of one tunnel the oldest beyond {@code mostOfTunnel}. One that is the same as the last of
   * its tunnel counts that up.
   */
  void add(List<TunnelEvent> events, int mostOfTunnel);

  /** What happened to a tunnel, the oldest first. */
  List<TunnelEvent> of(String tunnelId);
}
