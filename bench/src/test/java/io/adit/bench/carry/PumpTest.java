package io.adit.bench.carry;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class PumpTest {

  @Test
  void noMoreIsSentThanMayBeUnderWay() {
    var channel = new EmbeddedChannel();
    var pump = new Pump(channel, Unpooled.wrappedBuffer(new byte[10]));
    channel.pipeline().addLast(pump);

    pump.send(5, 29);
    channel.runPendingTasks();

    int sent = 0;
    for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
      sent += bytes.readableBytes();
      bytes.release();
    }
    assertThat(sent).isEqualTo(20);
    channel.finishAndReleaseAll();
  }
}
