package io.adit.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what a client sends behind its handshake before the answer is there: the HTTP decoder would
 * take it for the next request. It stands where the decoder stood. Reading stops meanwhile, so this
 * is never more than one read's worth.
 */
final class EarlyBytes extends ChannelInboundHandlerAdapter {
  private List<ByteBuf> kept = new ArrayList<>();

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    context.channel().config().setAutoRead(false);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      kept.add(bytes);
    } else {
      context.fireChannelRead(message);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    take().forEach(ByteBuf::release);
  }

  /** What was kept, oldest first; the caller's to release. */
  List<ByteBuf> take() {
    List<ByteBuf> taken = kept;
    kept = new ArrayList<>();
    return taken;
  }
}
