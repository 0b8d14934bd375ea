package io.adit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTargetTest {

  @Test
  void aReaderThatForgetsWhatCameBeforeTheCutIsFound() {
    // Sees the pair 1, 2 in one chunk only.
    Reader forgetful =
        chunks -> chunks.stream().anyMatch(chunk -> indexOfPair(chunk) >= 0) ? "pair" : "none";

    assertThatThrownBy(() -> forgetful.runEverySplit(new byte[] {9, 0, 1, 2, 0}))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("bytes it is read as\nnone\nwhole as\npair");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 48, 49, 2_000, 2_049, 10_000})
  void everyWayToCutHasAllBytesInOrder(int length) {
    byte[] stream = new byte[length];
    for (int i = 0; i < length; i++) {
      stream[i] = (byte) (i * 7);
    }
    Set<Integer> firstCuts = new HashSet<>();

    Splits.every(
        stream,
        chunks -> {
          ByteBuffer all = ByteBuffer.allocate(length);
          firstCuts.add(chunks.getFirst().remaining());
          chunks.forEach(all::put);
          assertThat(all.array()).isEqualTo(stream);
        });

    if (length <= 2_048) {
      assertThat(firstCuts).as("a cut at every place").hasSize(length + 1);
    }
  }

  @Test
  void theSettingIsNotPartOfTheStream() {
    Reader reader = chunks -> chunks.stream().mapToInt(ByteBuffer::remaining).sum() + " bytes";

    assertThat(reader.run(new byte[] {9, 1, 2})).isEqualTo("setting 9, 2 bytes");
    assertThat(reader.run(new byte[0])).isEqualTo("setting 0, 0 bytes");
  }

  private static int indexOfPair(ByteBuffer chunk) {
    for (int i = chunk.position(); i + 1 < chunk.limit(); i++) {
      if (chunk.get(i) == 1 && chunk.get(i + 1) == 2) {
        return i;
      }
    }
    return -1;
  }

  @FunctionalInterface
  private interface Reader extends StreamTarget<String> {
    String readChunks(List<ByteBuffer> chunks);

    @Override
    default String name() {
      return "reader";
    }

    @Override
    default int settingBytes() {
      return 1;
    }

    @Override
    default String read(byte[] setting, List<ByteBuffer> chunks) {
      return readChunks(chunks);
    }

    @Override
    default String check(byte[] setting, byte[] stream, String whole) {
      return "setting " + setting[0] + ", " + whole;
    }
  }
}
