package io.adit.faults.load;

import io.adit.faults.history.Event;
import io.adit.faults.history.Recorder;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends one connection's blocks, one after the other, until it is told to stop or its link ends.
 */
final class Sender implements Runnable {
  private final Outlet outlet;
  private final Recorder recorder;
  private final long name;
  private final Manner manner;
  private volatile boolean stopped;

  /** Where a connection begins. */
  interface Outlet {
    /** The link that it goes through. */
    long link();

    /** Sends a block; false when that is no longer possible. */
    boolean send(ByteBuffer block);
  }

  /**
   * How it sends.
   *
   * @param blockBytes of each block
   * @param pauseNanos between two; a load of its own is not what is measured here
   */
  record Manner(int blockBytes, long pauseNanos) {}

  Sender(Outlet outlet, Recorder recorder, Link.Streams streams) {
    this.outlet = outlet;
    this.recorder = recorder;
    this.name = streams.nextName();
    this.manner = streams.manner();
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    boolean going = true;
    for (long offset = 0; going && !stopped; offset += manner.blockBytes()) {
      var block = new Event.Block(name, offset, manner.blockBytes());
      recorder.add(new Event.Sent(System.nanoTime(), outlet.link(), block));
      going = outlet.send(Blocks.bytes(block));
      LockSupport.parkNanos(manner.pauseNanos());
    }
  }
}
