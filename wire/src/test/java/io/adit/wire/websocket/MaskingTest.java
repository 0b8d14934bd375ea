package io.adit.wire.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.fuzz.Seeds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class MaskingTest {

  @Test
  void everyByteMeetsItsByteOfTheKeyAtEveryLengthAndOffset() {
    Seeds.forEach(
        20,
        random -> {
          int key = random.nextInt();
          for (int length = 0; length < 40; length++) {
            for (int offset = 0; offset < 9; offset++) {
              byte[] bytes = Seeds.bytes(random, length);
              byte[] expected = masked(bytes, key, offset);

              Masking.apply(ByteBuffer.wrap(bytes), key, offset);

              assertThat(bytes).isEqualTo(expected);
            }
          }
        });
  }

  /** What is long goes in steps, and the last of these need not be whole. */
  @Test
  void everyByteOfALongPayloadMeetsItsByteOfTheKey() {
    Seeds.forEach(
        20,
        random -> {
          int key = random.nextInt();
          byte[] bytes = Seeds.bytes(random, random.nextInt(200, 70_000));
          int offset = random.nextInt(9);
          byte[] expected = masked(bytes, key, offset);
          ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();

          Masking.apply(ByteBuffer.wrap(bytes), key, offset);
          Masking.apply(direct, key, offset);

          assertThat(bytes).isEqualTo(expected);
          assertThat(direct).isEqualTo(ByteBuffer.wrap(expected));
        });
  }

  @Test
  void offsetsBeyondAnIntKeepTheirPlaceInTheKey() {
    byte[] bytes = {0, 0, 0, 0, 0};

    Masking.apply(ByteBuffer.wrap(bytes), 0x01020304, (1L << 40) + 3);

    assertThat(bytes).containsExactly(4, 1, 2, 3, 4);
  }

  @Test
  void onlyTheBytesBetweenPositionAndLimitChange() {
    ByteBuffer direct = ByteBuffer.allocateDirect(20).order(ByteOrder.LITTLE_ENDIAN);
    direct.position(3).limit(17);

    Masking.apply(direct, 0x01020304, 0);

    assertThat(direct.position()).isEqualTo(3);
    assertThat(Recorder.hex(direct.clear()))
        .isEqualTo("000000" + "0102030401020304010203040102" + "000000");
  }

  private static byte[] masked(byte[] bytes, int key, int offset) {
    byte[] keyBytes = ByteBuffer.allocate(4).putInt(key).array();
    byte[] masked = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      masked[i] = (byte) (bytes[i] ^ keyBytes[(offset + i) % 4]);
    }
    return masked;
  }
}
