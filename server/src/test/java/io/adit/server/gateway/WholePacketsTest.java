package io.adit.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholePacketsTest {
  private static final int PACKET_BYTES = 300;
  private static final byte[] CONNECT = MqttPackets.connect(4, "pump", true, 60, MqttPackets.NONE);
  private static final byte[] SUBSCRIBE =
      MqttPackets.subscribe(4, 7, 1, MqttPackets.NONE, "a".repeat(200));
  private static final byte[] THREE =
      MqttPackets.body().raw(CONNECT).raw(SUBSCRIBE).raw(MqttPackets.PINGREQ).bytes();

  private final EmbeddedChannel channel = new EmbeddedChannel();

  WholePacketsTest() {
    channel.pipeline().addLast(new WholePackets("reader", PACKET_BYTES));
    channel.pipeline().addLast(new MqttDecoder(PACKET_BYTES));
    channel.pipeline().addLast("reader", new ChannelInboundHandlerAdapter());
  }

  private WholePacketsTest send(byte[] bytes) {
    channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    return this;
  }

  private List<MqttMessage> read() {
    var all = new ArrayList<MqttMessage>();
    for (MqttMessage each = channel.readInbound(); each != null; each = channel.readInbound()) {
      all.add(each);
      ReferenceCountUtil.release(each);
    }
    return all;
  }

  private static MqttMessageType type(MqttMessage message) {
    return message.fixedHeader().messageType();
  }

  @Test
  void packetsComeWholeWhereverTheirBytesAreCut() {
    for (int cut = 0; cut <= THREE.length; cut++) {
      var test = new WholePacketsTest();
      test.send(Arrays.copyOf(THREE, cut)).send(Arrays.copyOfRange(THREE, cut, THREE.length));

      assertThat(test.read())
          .as("cut at %s", cut)
          .extracting(WholePacketsTest::type)
          .containsExactly(
              MqttMessageType.CONNECT, MqttMessageType.SUBSCRIBE, MqttMessageType.PINGREQ);
      assertThat(test.channel.isOpen()).isTrue();
    }
  }

  @Test
  void packetsComeWholeOneByteAtATime() {
    for (byte each : THREE) {
      send(new byte[] {each});
    }

    assertThat(read()).hasSize(3);
  }

  @Test
  void contentsThatReachBeyondTheirPacketEndTheConnectionAndTakeNothingFromTheNext() {
    byte[] cutShort = {(byte) 0x82, 3, 0, 1, 9};

    send(CONNECT).send(MqttPackets.body().raw(cutShort).raw(SUBSCRIBE).bytes());

    assertThat(read()).extracting(WholePacketsTest::type).containsExactly(MqttMessageType.CONNECT);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aPacketThatIsTooLongIsTheDecodersToRefuse() {
    send(CONNECT).send(new byte[] {(byte) 0x82, (byte) 0xad, 0x02}); // 301 bytes to come

    assertThat(read())
        .extracting(message -> message.decoderResult().isSuccess())
        .containsExactly(true, false);
  }

  @Test
  void aLengthWithoutEndIsTheDecodersToRefuse() {
    send(CONNECT).send(new byte[] {(byte) 0x82, -1, -1, -1, -1, -1});

    assertThat(read())
        .extracting(message -> message.decoderResult().isSuccess())
        .containsExactly(true, false);
  }
}
