package io.adit.models.client;

import io.adit.models.App;
import io.adit.models.Traffic;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * An application's connection to a model client. It takes what the tunnel brings at once, unless it
 * was made slow: then that waits in the client's write buffer until it is taken. Not thread safe.
 */
public final class ModelApp implements App {
  private final ModelClient client;
  private final String service;
  private final int streamId;
  private final int connectionId;
  private final Traffic traffic;
  private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
  private boolean slow;
  private boolean open = true;

  ModelApp(ModelClient client, Place place, Traffic traffic) {
    this.client = client;
    this.service = place.service();
    this.streamId = place.streamId();
    this.connectionId = place.connectionId();
    this.traffic = traffic;
  }

  /** Which stream and connection it is. */
  record Place(String service, int streamId, int connectionId) {}

  @Override
  public String service() {
    return service;
  }

  int streamId() {
    return streamId;
  }

  int connectionId() {
    return connectionId;
  }

  @Override
  public Traffic traffic() {
    return traffic;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void send(int bytes) {
    client.send(this, bytes);
  }

  @Override
  public void close() {
    client.close(this);
  }

  /** From now on it reads only what {@link #read} takes. */
  public void becomeSlow() {
    slow = true;
  }

  /** Reads as many bytes at most; returns how many there were. */
  public int read(int most) {
    byte[] waiting = unread.toByteArray();
    int count = Math.min(most, waiting.length);
    traffic.onReceived(ByteBuffer.wrap(waiting, 0, count));
    unread.reset();
    unread.write(waiting, count, waiting.length - count);
    return count;
  }

  /** Bytes in the client's write buffer for this application. */
  public int unreadBytes() {
    return unread.size();
  }

  void deliver(ByteBuffer payload) {
    if (slow) {
      byte[] bytes = new byte[payload.remaining()];
      payload.duplicate().get(bytes);
      unread.writeBytes(bytes);
    } else {
      traffic.onReceived(payload);
    }
  }

  /** The tunnel, or the application itself, ends it: behind all that came before. */
  void end() {
    read(Integer.MAX_VALUE);
    open = false;
  }

  /** Its client is gone, and what waited there. */
  void cut() {
    unread.reset();
    open = false;
  }

  @Override
  public String toString() {
    return (open ? "open " : "closed ") + traffic;
  }
}
