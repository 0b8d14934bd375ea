package io.adit.peer.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.WireLimits;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final int LARGE = WireLimits.MAX_PAYLOAD_BYTES;

  private final Words words = new Words();

  @Test
  void keysAndTheirEchoesAreWordsFromTheSecondOn() {
    assertThat(words.areAmong(1)).isFalse();
    assertThat(words.areAmong(36)).isTrue();
    assertThat(words.areAmong(4_095)).isTrue();
    assertThat(words.areAmong(4_096)).isFalse();
  }

  @Test
  void whatIsLeftOfEachWriteOfACopyIsNone() {
    for (int i = 0; i < 10; i++) {
      assertThat(words.areAmong(LARGE)).isFalse();
      assertThat(words.areAmong(64 * 1024 - LARGE)).isFalse();
    }
  }

  @Test
  void whoAsksForACopyOnceIsNotTalking() {
    assertThat(words.areAmong(120)).isFalse();
    assertThat(words.areAmong(LARGE)).isFalse();
  }

  @Test
  void whoTalksAfterACopyIsHeardWithTheSecondWord() {
    words.areAmong(LARGE);

    assertThat(words.areAmong(8)).isFalse();
    assertThat(words.areAmong(8)).isTrue();
  }
}
