package io.adit.server.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open answer of server-sent events. For any thread. What is sent while the browser does not
 * read is kept: who sends asks {@link #isFull} first.
 */
public final class EventStream {
  /** About so much may wait for a browser. */
  private static final int HIGH_WATER_BYTES = 64 * 1024;

  private final HttpServerRequest request;
  private final Context context;
  private final AtomicInteger unsentBytes = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Set before anything is sent, on the event loop. */
  private volatile Runnable onEnd = () -> {};

  EventStream(HttpServerRequest request, Context context) {
    this.request = request;
    this.context = context;
  }

  /** Call it on the event loop, before anything is sent. */
  void open() {
    HttpServerResponse response = request.response();
    response.setChunked(true);
    response.closeHandler(_ -> markEnded());
    response.exceptionHandler(_ -> markEnded());
    // The head goes out with it: the browser learns that the stream is open.
    send(": open\n\n");
  }

  /**
   * Is told once when nobody is there any more, on any thread; must not block. To be set by who is
   * given the stream, before anything else.
   */
  public void onEnd(Runnable told) {
    onEnd = told;
  }

  /** Sends lines as they are; an event ends with an empty one. */
  public void send(String lines) {
    Buffer bytes = Buffer.buffer(lines);
    unsentBytes.addAndGet(bytes.length());
    context.runOnContext(_ -> {
      HttpServerResponse response = request.response();
      if (closed.get() || response.closed() || response.ended()) {
        markEnded();
        return;
      }
      response.write(bytes).onComplete(_ -> unsentBytes.addAndGet(-bytes.length()));
    });
  }

  /** Whether the browser should read first. */
  public boolean isFull() {
    return unsentBytes.get() >= HIGH_WATER_BYTES;
  }

  /** Ends it in order, behind what was sent. */
  public void finish() {
    context.runOnContext(_ -> {
      markEnded();
      HttpServerResponse response = request.response();
      if (!response.closed() && !response.ended()) {
        response.end();
      }
    });
  }

  /** Ends it, and the connection. */
  public void close() {
    markEnded();
    context.runOnContext(_ -> request.connection().close());
  }

  private void markEnded() {
    if (closed.compareAndSet(false, true)) {
      onEnd.run();
    }
  }
}
