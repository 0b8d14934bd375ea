package io.adit.server.gateway;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before all that reads a device's connection: reads nothing from a device that does not
 * read what it is sent, ends the connection at a packet that is none, and knows when it is gone.
 * The library tells of the end as well, but not to whom a second CONNECT has pushed aside. On the
 * gateway's loop.
 */
final class ConnectionGuard extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionGuard.class);

  /** Vert.x's name for what reads packets. */
  private static final String LIBRARY = "handler";

  private static final String HELD = "held";

  private final int packetBytes;
  private Runnable onGone = () -> {};
  private boolean isFirst = true;
  private @Nullable ChannelPipeline pipeline;

  /**
   * Guards one connection.
   *
   * @param packetBytes the longest packet that is read
   */
  ConnectionGuard(int packetBytes) {
    this.packetBytes = packetBytes;
  }

  /** Has this run, and nothing else, when the connection is gone. */
  void onGone(Runnable task) {
    onGone = task;
  }

  /** Stands behind the library too, which lets packets pass that only a server sends. */
  void standBehind() {
    if (pipeline != null) {
      pipeline.addLast(new Backstop());
    }
  }

  /** Holds up what comes from now on, until it is told to go on. */
  void hold() {
    if (pipeline != null && pipeline.get(LIBRARY) != null) {
      pipeline.addBefore(LIBRARY, HELD, new HeldPackets());
      pipeline.channel().config().setAutoRead(false);
    }
  }

  void goOn() {
    if (pipeline != null && pipeline.get(HELD) instanceof HeldPackets held) {
      held.release(pipeline.context(held));
      pipeline.channel().config().setAutoRead(pipeline.channel().isWritable());
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    pipeline = context.pipeline();
  }

  /** With the first bytes, TLS is in its place, and nothing of the library's is behind it yet. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    if (isFirst) {
      isFirst = false;
      context.pipeline().addLast(new WholePackets(LIBRARY, packetBytes));
    }
    context.fireChannelRead(bytes);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    onGone.run();
    context.fireChannelInactive();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    boolean isHeld = context.pipeline().get(HELD) != null;
    context.channel().config().setAutoRead(context.channel().isWritable() && !isHeld);
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    end(context, cause);
  }

  private static void end(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("Device at {}: {}", context.channel().remoteAddress(), cause.toString());
    var _ = context.channel().close();
  }

  private static final class Backstop extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      end(context, cause);
    }
  }
}
