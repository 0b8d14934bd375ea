package io.adit.server.gateway;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Keeps back what a device sent behind its CONNECT while that waits for its answer, which the
 * device need not wait for (MQTT 3.1.1, 3.1.4). No more is read meanwhile, so that it is at most
 * what one read brought. On the gateway's loop.
 */
final class HeldPackets extends ChannelInboundHandlerAdapter {
  private final Queue<Object> packets = new ArrayDeque<>();

  @Override
  public void channelRead(ChannelHandlerContext context, Object packet) {
    packets.add(packet);
  }

  /** Lets them go on, in their order, and is of no use any more. */
  void release(ChannelHandlerContext context) {
    for (Object packet = packets.poll(); packet != null; packet = packets.poll()) {
      context.fireChannelRead(packet);
    }
    context.fireChannelReadComplete(); // or the library would not flush its answers
    context.pipeline().remove(this);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    packets.forEach(ReferenceCountUtil::release);
    packets.clear();
  }
}
