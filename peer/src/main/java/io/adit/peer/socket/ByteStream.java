package io.adit.peer.socket;

import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes both ways with one application or relay. It is born paused. One event loop calls all of it
 * and is called back on.
 */
public interface ByteStream {
  /** The next bytes, which are the receiver's; null: they are dropped. */
  void onBytes(@Nullable Consumer<ByteBuffer> receiver);

  /** No more bytes come: the other end closed, or the connection broke. */
  void onEnd(Runnable receiver);

  /** More may be written, after it was full. */
  void onDrained(Runnable receiver);

  void pause();

  void resume();

  /** Writes bytes, also when it is full; they must be left alone from now on. */
  void write(ByteBuffer bytes);

  /** Whether what waits to be written has reached the limit. */
  boolean isFull();

  /** Closes when all that was written has left. Completes when it is closed. */
  Future<Void> end();

  /** Who is at the other end, for the log. */
  String remote();
}
