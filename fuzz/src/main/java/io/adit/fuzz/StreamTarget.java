package io.adit.fuzz;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A target that reads a stream of bytes in chunks: where the network cuts it must make no
 * difference.
 *
 * @param <R> all that can be seen of a reader after the last chunk, comparable with {@code equals}
 */
public interface StreamTarget<R> extends FuzzTarget {
  /** So many bytes at the input's beginning are not part of the stream but choose a setting. */
  default int settingBytes() {
    return 0;
  }

  /** What a new reader makes of the chunks, which are its own to change. */
  R read(byte[] setting, List<ByteBuffer> chunks);

  /**
   * Checks what must hold of a reader that has read the whole stream at once.
   *
   * @return as {@link #run}
   */
  String check(byte[] setting, byte[] stream, R whole);

  /** Reads the stream whole and in one other way, which follows from the input. */
  @Override
  default String run(byte[] input) {
    byte[] stream = stream(input);
    R whole = read(setting(input), List.of(ByteBuffer.wrap(stream.clone())));
    List<ByteBuffer> chunks =
        Splits.random(stream, 10, new SplittableRandom(Arrays.hashCode(input)));
    checkCut(input, chunks, whole);
    return check(setting(input), stream, whole);
  }

  /** Reads the stream in every way that {@link Splits#every} knows. */
  default void runEverySplit(byte[] input) {
    byte[] stream = stream(input);
    R whole = read(setting(input), List.of(ByteBuffer.wrap(stream.clone())));
    Splits.every(stream, chunks -> checkCut(input, chunks, whole));
  }

  private void checkCut(byte[] input, List<ByteBuffer> chunks, R whole) {
    R cut = read(setting(input), chunks);
    if (!cut.equals(whole)) {
      List<Integer> sizes = chunks.stream().map(ByteBuffer::capacity).toList();
      throw new AssertionError(
          "cut into " + sizes + " bytes it is read as\n" + cut + "\nwhole as\n" + whole);
    }
  }

  private byte[] setting(byte[] input) {
    return Arrays.copyOf(input, settingBytes());
  }

  private byte[] stream(byte[] input) {
    return Arrays.copyOfRange(input, Math.min(settingBytes(), input.length), input.length);
  }
}
