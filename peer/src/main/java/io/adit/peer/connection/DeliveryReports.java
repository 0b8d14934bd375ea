package io.adit.peer.connection;

import java.util.function.LongConsumer;

/**
 * Tells the other end of a connection how much has reached the application here: at first that it
 * will, then, where that end does so too, now and again. Not thread safe.
 */
final class DeliveryReports {
  /** A report costs as much as a message of some bytes, so it is for many. */
  static final long STEP_BYTES = 32 * 1024;

  private final LongConsumer sender;
  private boolean awaited;
  private long reported;

  /**
   * @param sender sends a report of so many bytes in all
   */
  DeliveryReports(LongConsumer sender) {
    this.sender = sender;
  }

  /** The connection has begun. */
  void begin() {
    sender.accept(0);
  }

  /** The other end reads reports; of this application, so many bytes have arrived by now. */
  void onAwaited(long totalBytes) {
    awaited = true;
    onTaken(totalBytes);
  }

  /** So many bytes have reached the application by now. */
  void onTaken(long totalBytes) {
    if (awaited && totalBytes - reported >= STEP_BYTES) {
      reported = totalBytes;
      sender.accept(totalBytes);
    }
  }
}
