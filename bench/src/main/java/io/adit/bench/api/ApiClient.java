package io.adit.bench.api;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One caller: it sends a request when the one before is answered. */
final class ApiClient extends SimpleChannelInboundHandler<FullHttpResponse> {
  private static final int OK = 200;

  private final CompletableFuture<ChannelHandlerContext> ready = new CompletableFuture<>();

  // The event loop's alone.
  private @Nullable ApiQueue queue;
  private int number;
  private long sentAtNanos;

  /** Done when TLS is. */
  CompletableFuture<ChannelHandlerContext> ready() {
    return ready;
  }

  /** Takes requests until none is left. */
  void work(ApiQueue from) {
    ChannelHandlerContext context = ready.join();
    context.executor().execute(() -> next(context, from));
  }

  private void next(ChannelHandlerContext context, ApiQueue from) {
    queue = from;
    number = from.take();
    if (number < 0) {
      queue = null;
      return;
    }
    sentAtNanos = System.nanoTime();
    var _ = context.writeAndFlush(Unpooled.wrappedBuffer(from.request(number)));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpResponse answer) {
    long took = System.nanoTime() - sentAtNanos;
    ApiQueue from = queue;
    if (from == null) {
      return;
    }
    String body = answer.content().toString(StandardCharsets.UTF_8);
    if (answer.status().code() != OK) {
      from.fail(new IOException("the server answered " + answer.status() + ": " + body));
      return;
    }
    from.answer(number, body, took);
    next(context, from);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        ready.complete(context);
      } else {
        ready.completeExceptionally(handshake.cause());
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    onFailure(new IOException("the server ended a connection"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    onFailure(cause);
    var _ = context.close();
  }

  private void onFailure(Throwable cause) {
    ready.completeExceptionally(cause);
    ApiQueue from = queue;
    if (from != null) {
      from.fail(cause);
    }
  }
}
