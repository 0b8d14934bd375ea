package io.adit.server.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between TLS and the library's decoder: hands on whole packets, one at a time, and ends the
 * connection at one whose contents reach beyond its length. The decoder would wait for the rest,
 * and take it from the packet behind. On the gateway's loop.
 *
 * <p>A packet that is longer than it may be goes on as it comes, for the decoder tells that by its
 * length.
 */
final class WholePackets extends ByteToMessageDecoder {
  private static final Logger LOG = LoggerFactory.getLogger(WholePackets.class);

  /** Bits of a packet's length in each of its bytes (MQTT 3.1.1 and 5, 2.2.3). */
  private static final int LENGTH_BITS = 7;

  private static final int MOST_LENGTH_BYTES = 4;

  private final String reader;
  private final int packetBytes;
  private boolean isWatching;
  private boolean isDecoded;
  private boolean isPassing;

  /**
   * Hands on to a decoder that stands before somebody who reads its packets.
   *
   * @param reader the name of who reads them, in the pipeline
   * @param packetBytes the longest packet that the decoder takes, without its length
   */
  WholePackets(String reader, int packetBytes) {
    this.reader = reader;
    this.packetBytes = packetBytes;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int length = isPassing ? in.readableBytes() : length(in);
    if (length == 0 || length > in.readableBytes()) {
      return; // the rest is still on its way
    }
    if (!isWatching) {
      context.pipeline().addBefore(reader, null, new Watch());
      isWatching = true;
    }
    isDecoded = false;
    context.fireChannelRead(in.readRetainedSlice(length));
    if (!isDecoded && !isPassing && context.channel().isActive()) {
      LOG.debug(
          "Device at {}: a packet's contents reach beyond its end",
          context.channel().remoteAddress());
      in.skipBytes(in.readableBytes());
      var _ = context.close();
    }
  }

  /** All bytes of the next packet; 0: more are needed to tell; all there is once it is too long. */
  private int length(ByteBuf in) {
    int length = 0;
    for (int i = 0; i < MOST_LENGTH_BYTES; i++) {
      int at = in.readerIndex() + 1 + i;
      if (at >= in.writerIndex()) {
        return 0;
      }
      int next = in.getByte(at);
      length |= (next & 0x7f) << (LENGTH_BITS * i);
      if (next >= 0 && length <= packetBytes) {
        return 2 + i + length;
      }
      if (next >= 0) {
        break;
      }
    }
    isPassing = true;
    return in.readableBytes();
  }

  /** Sees what the decoder made of a packet's bytes. */
  private final class Watch extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object packet) {
      isDecoded = true;
      context.fireChannelRead(packet);
    }
  }
}
