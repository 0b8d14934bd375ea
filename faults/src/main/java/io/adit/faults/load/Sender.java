package io.adit.faults.load;

import io.adit.faults.history.Event;
import io.adit.faults.history.Recorder;
import io.adit.wire.Message;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends one connection's blocks, one after the other, until it is told to stop or its link ends.
 */
final class Sender implements Runnable {
  private final Link link;
  private final int streamId;
  private final int connectionId;
  private final Recorder recorder;
  private final long name;
  private final Manner manner;
  private volatile boolean stopped;

  /**
   * How it sends.
   *
   * @param blockBytes of each block
   * @param pauseNanos between two; a load of its own is not what is measured here
   */
  record Manner(int blockBytes, long pauseNanos) {}

  Sender(Link link, int streamId, int connectionId, Recorder recorder, Link.Streams streams) {
    this.link = link;
    this.streamId = streamId;
    this.connectionId = connectionId;
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
      var data = new Message.Data(streamId, Link.SERVICE, connectionId, Blocks.bytes(block));
      recorder.add(new Event.Sent(System.nanoTime(), link.id(), block));
      going = link.send(data);
      LockSupport.parkNanos(manner.pauseNanos());
    }
  }
}
