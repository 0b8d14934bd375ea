package io.adit.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.FrameReader;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.MessageCodec.UnknownFields;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTest {

  /** Or a benchmark would measure how fast nothing is read. */
  @ParameterizedTest
  @ValueSource(ints = {64, 64_512})
  void itsFrameIsItsMessage(int payloadBytes) {
    Sample sample = Sample.of(payloadBytes);
    var read = new ArrayList<Message>();

    new FrameReader()
        .read(
            ByteBuffer.wrap(sample.frame()),
            bytes -> read.add(MessageCodec.decode(bytes, UnknownFields.REFUSE)));

    assertThat(read).containsExactly(sample.message());
  }
}
