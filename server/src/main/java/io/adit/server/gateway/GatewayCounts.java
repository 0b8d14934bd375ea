package io.adit.server.gateway;

import java.util.concurrent.atomic.LongAdder;

/** What the gateway has done since its start. Counted on its loop, read on any thread. */
public final class GatewayCounts {
  final LongAdder deliveries = new LongAdder();
  final LongAdder repeats = new LongAdder();
  final LongAdder redeliveries = new LongAdder();
  final LongAdder refusals = new LongAdder();

  GatewayCounts() {}

  /** Notify messages that were sent for the first time. */
  public long deliveries() {
    return deliveries.sum();
  }

  /** Those that were sent again, as the device had not acknowledged them. */
  public long repeats() {
    return repeats.sum();
  }

  /** Tokens made anew for a device that came back and had missed its own. */
  public long redeliveries() {
    return redeliveries.sum();
  }

  /** Clients that sent a CONNECT and were turned away. */
  public long refusals() {
    return refusals.sum();
  }
}
