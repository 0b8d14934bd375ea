package io.adit.bench.carry;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One end of a circuit: sends the same message again and again as fast as its socket takes it, and
 * counts what arrives. What is not final belongs to the channel's event loop.
 */
public final class Pump extends ChannelInboundHandlerAdapter {
  private final Channel channel;
  private final ByteBuf message;
  private long messagesToSend;
  private long mayBeUnderWay = Circuits.AS_MANY_AS_GO;
  private long underWay;
  private long bytesToCome;
  private @Nullable Pump sender;
  private CompletableFuture<@Nullable Void> arrived = CompletableFuture.completedFuture(null);

  /**
   * For a channel on which nothing is on its way.
   *
   * @param message released with the channel
   */
  public Pump(Channel channel, ByteBuf message) {
    this.channel = channel;
    this.message = message;
  }

  /** Sends so many messages; returns at once. */
  public void send(long messages) {
    send(messages, Circuits.AS_MANY_AS_GO);
  }

  /**
   * The same, and waits whenever so many bytes are under way to the other end, which must {@link
   * #expect} them of this one.
   */
  void send(long messages, long mayBeUnderWay) {
    channel
        .eventLoop()
        .execute(() -> {
          messagesToSend = messages;
          this.mayBeUnderWay = mayBeUnderWay;
          underWay = 0;
          fill();
        });
  }

  /**
   * Counts from here on: what comes after this has returned. Not to be called on an event loop.
   *
   * @param sender is told what has come; null where it does not wait for that
   * @return done when so many bytes have come
   */
  CompletableFuture<@Nullable Void> expect(long bytes, @Nullable Pump sender) {
    var all = new CompletableFuture<@Nullable Void>();
    channel
        .eventLoop()
        .submit(() -> {
          bytesToCome = bytes;
          this.sender = sender;
          arrived = all;
          if (!channel.isActive()) {
            channelInactive();
          }
        })
        .awaitUninterruptibly();
    return all;
  }

  private void fill() {
    boolean some = false;
    while (messagesToSend > 0
        && channel.isWritable()
        && message.readableBytes() <= mayBeUnderWay - underWay) {
      var _ = channel.write(message.retainedDuplicate());
      messagesToSend--;
      underWay += message.readableBytes();
      some = true;
    }
    if (some) {
      channel.flush();
    }
  }

  /** So many bytes of what the other end sent have come. */
  public void onArrival(int bytes) {
    Pump its = sender;
    if (its != null) {
      its.onArrivalThere(bytes);
    }
    bytesToCome -= bytes;
    if (bytesToCome <= 0) {
      arrived.complete(null);
    }
  }

  private void onArrivalThere(int bytes) {
    channel
        .eventLoop()
        .execute(() -> {
          underWay -= bytes;
          fill();
        });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    ByteBuf came = (ByteBuf) bytes;
    onArrival(came.readableBytes());
    came.release();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    fill();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    channelInactive();
  }

  private void channelInactive() {
    arrived.completeExceptionally(new IOException("a connection ended before all had come"));
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    message.release();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    arrived.completeExceptionally(cause);
    var _ = context.close();
  }

  public Channel channel() {
    return channel;
  }
}
