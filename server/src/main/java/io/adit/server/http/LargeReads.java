package io.adit.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;

/**
 * Lets more than the usual 64 KiB be read at once from an accepted connection: with less, a busy
 * link costs a third more. Small reads stay small, since the size follows what comes.
 *
 * <p>The library's own option would fix the size of the kernel's buffer as well, and with it the
 * speed of a link with a long round trip.
 */
final class LargeReads implements PortTuning {
  private static final int MIN_BYTES = 2 * 1024;
  private static final int FIRST_BYTES = 16 * 1024;
  private static final int MAX_BYTES = 512 * 1024;

  /** Then the other connections of the event loop have their turn. */
  private static final int READS_IN_A_ROW = 4;

  @Override
  public void afterOptions(ServerBootstrap port) {
    port.childOption(
        ChannelOption.RECVBUF_ALLOCATOR,
        new AdaptiveRecvByteBufAllocator(MIN_BYTES, FIRST_BYTES, MAX_BYTES)
            .maxMessagesPerRead(READS_IN_A_ROW));
  }
}
