package io.adit.peer.socket;

import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes both ways with one application or relay. It is born paused. One event loop calls all of it
 * and is called back on.
 *
 * <pre>
 *  open ──onEnd──► no more bytes come, bytes may still be written ──onClosed──► closed
 *    └──────────────────── onEnd, onClosed: it broke ─────────────────────────────┘
 * </pre>
 */
public interface ByteStream {
  /**
   * The next bytes; null: they are dropped. They are the receiver's, unless the stream lends them:
   * then they are gone when the call returns.
   */
  void onBytes(@Nullable Consumer<ByteBuffer> receiver);

  /** No more bytes come: the other end closed its side, or the connection broke. Told once. */
  void onEnd(Runnable receiver);

  /** Nothing can be written any more, for whatever reason. Told once, after {@link #onEnd}. */
  void onClosed(Runnable receiver);

  /** More may be written, after it was full. */
  void onDrained(Runnable receiver);

  /** The system has taken more of what was written: {@link #takenBytes} has grown. */
  void onTaken(Runnable receiver);

  void pause();

  void resume();

  /** Writes a copy of these bytes, also when it is full. */
  void write(ByteBuffer bytes);

  /** Whether what waits to be written has reached the limit. */
  boolean isFull();

  /** What the system has taken of all that was written. */
  long takenBytes();

  /** A number that is another one whenever the other end has been seen to take bytes meanwhile. */
  long progress();

  /** The other end gets what was written, and then the end. Completes when that has left. */
  Future<Void> end();

  /** Closes at once, also where written bytes cannot leave. */
  void abort();

  /** Who is at the other end, for the log. */
  String remote();
}
