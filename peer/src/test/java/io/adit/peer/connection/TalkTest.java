package io.adit.peer.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TalkTest {
  private static final long LATELY = Talk.MEMORY_NANOS - 1;

  private final Talk<String> talk = new Talk<>();

  @Test
  void nobodyTalksAtFirst() {
    assertThat(talk.isAmongOthersThan("copy", 0)).isFalse();
  }

  @Test
  void whoTalksAloneIsNotAmongOthers() {
    talk.onSaid("shell", 0);

    assertThat(talk.isAmongOthersThan("shell", 0)).isFalse();
    assertThat(talk.isAmongOthersThan("copy", 0)).isTrue();
  }

  @Test
  void itIsForgotten() {
    talk.onSaid("shell", 0);

    assertThat(talk.isAmongOthersThan("copy", LATELY)).isTrue();
    assertThat(talk.isAmongOthersThan("copy", LATELY + 1)).isFalse();
  }

  @Test
  void oneWhoSaysSomethingTooDoesNotDrownTheOther() {
    talk.onSaid("shell", 0);
    talk.onSaid("copy", 1);
    talk.onSaid("copy", 2);

    assertThat(talk.isAmongOthersThan("copy", LATELY)).isTrue();
    assertThat(talk.isAmongOthersThan("copy", LATELY + 1)).isFalse();
    assertThat(talk.isAmongOthersThan("shell", LATELY + 2)).isTrue();
  }
}
