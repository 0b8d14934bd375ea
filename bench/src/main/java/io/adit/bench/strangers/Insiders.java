package io.adit.bench.strangers;

import io.adit.bench.carry.Circuits;
import io.adit.bench.relay.AditRelay;
import io.adit.wire.Message;
import io.adit.wire.websocket.MessageFraming;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Those who have a tunnel, and mean no good. */
final class Insiders {
  private static final int MASK_KEY = 0x1234_5678;
  private static final long WITHOUT_END = 1L << 40;
  private static final int TICKS_PER_SECOND = 100;
  private static final int PAIRS_PER_SECOND = 20_000;
  private static final int CONNECTION = 2;

  private Insiders() {}

  /** What one of them does, until it is told to stop. */
  interface Deed {
    AutoCloseable begin(AditRelay relay) throws IOException;
  }

  /** The source sends whatever is taken; the destination takes nothing. */
  static AutoCloseable neverRead(AditRelay relay) throws IOException {
    Circuits circuits = relay.connect(1);
    circuits.destinations().getFirst().channel().config().setAutoRead(false);
    circuits.sources().getFirst().send(WITHOUT_END);
    return circuits;
  }

  /** The source opens a connection and resets it, under the same id, again and again. */
  static AutoCloseable storm(AditRelay relay) throws IOException {
    Circuits circuits = relay.connect(1);
    Channel source = circuits.sources().getFirst().channel();
    ByteBuf pairs = pairs(PAIRS_PER_SECOND / TICKS_PER_SECOND, AditRelay.SERVICE, AditRelay.STREAM);
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("storm").factory());
    var _ =
        timer.scheduleAtFixedRate(
            () -> {
              if (source.isWritable()) {
                var _ = source.writeAndFlush(pairs.retainedDuplicate());
              }
            },
            0,
            1_000 / TICKS_PER_SECOND,
            TimeUnit.MILLISECONDS);
    return () -> {
      timer.shutdownNow();
      circuits.close();
    };
  }

  private static ByteBuf pairs(int count, String service, int stream) {
    ByteBuf all = Unpooled.directBuffer();
    for (int i = 0; i < count; i++) {
      put(new Message.ConnectionStart(stream, service, CONNECTION), all);
      put(new Message.ConnectionReset(stream, service, CONNECTION), all);
    }
    return all;
  }

  private static void put(Message message, ByteBuf out) {
    MessageFraming framing = MessageFraming.fromClient(message);
    ByteBuffer frame = ByteBuffer.allocate(framing.size());
    framing.write(frame, MASK_KEY);
    out.writeBytes(frame.flip());
  }
}
