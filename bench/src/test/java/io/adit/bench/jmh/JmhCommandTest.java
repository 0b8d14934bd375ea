package io.adit.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JmhCommandTest {

  @Test
  void aRunIsShortAndTellsAllocations() {
    assertThat(JmhCommand.withDefaults(List.of()))
        .containsExactly("-f", "1", "-i", "3", "-prof", "gc", "-r", "1", "-w", "1", "-wi", "2");
  }

  @Test
  void whatIsGivenCountsInPlaceOfOurs() {
    assertThat(JmhCommand.withDefaults(List.of("-i", "9", "decode")))
        .containsOnlyOnce("-i")
        .endsWith("-i", "9", "decode");
  }
}
