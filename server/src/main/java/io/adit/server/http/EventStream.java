package io.adit.server.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
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
  private volatile boolean closed;

  EventStream(HttpServerRequest request, Context context) {
    this.request = request;
    this.context = context;
  }

  /** Call it on the event loop, before anything is sent. */
  void open() {
    HttpServerResponse response = request.response();
    response.setChunked(true);
    response.closeHandler(_ -> closed = true);
    response.exceptionHandler(_ -> closed = true);
    // The head goes out with it: the browser learns that the stream is open.
    send(": open\n\n");
  }

  /** Sends lines as they are; an event ends with an empty one. */
  public void send(String lines) {
    Buffer bytes = Buffer.buffer(lines);
    unsentBytes.addAndGet(bytes.length());
    context.runOnContext(_ -> {
      HttpServerResponse response = request.response();
      if (closed || response.closed() || response.ended()) {
        closed = true;
        return;
      }
      response.write(bytes).onComplete(_ -> unsentBytes.addAndGet(-bytes.length()));
    });
  }

  /** Whether the browser should read first. */
  public boolean isFull() {
    return unsentBytes.get() >= HIGH_WATER_BYTES;
  }

  /** Whether nobody is there any more. */
  public boolean isClosed() {
    return closed;
  }

  /** Ends it in order, behind what was sent. */
  public void finish() {
    context.runOnContext(_ -> {
      closed = true;
      HttpServerResponse response = request.response();
      if (!response.closed() && !response.ended()) {
        response.end();
      }
    });
  }

  /** Ends it, and the connection. */
  public void close() {
    closed = true;
    context.runOnContext(_ -> request.connection().close());
  }
}
