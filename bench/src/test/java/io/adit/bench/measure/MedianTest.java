package io.adit.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {
  @Test
  void oneOddRoundMovesTheRangeOnly() {
    assertThat(Median.of(List.of(3.0, 100.0, 1.0, 2.0, 2.5)))
        .isEqualTo(new Median(5, 2.5, 1.0, 100.0));
  }

  @Test
  void ofAnEvenNumberItIsTheMiddle() {
    assertThat(Median.of(List.of(4.0, 1.0, 3.0, 2.0)).median()).isEqualTo(2.5);
  }

  @Test
  void aRoundThatWasSlowForBothChangesNoRatio() {
    assertThat(Median.ofRatios(List.of(1.0, 10.0, 1.0), List.of(2.0, 20.0, 2.0)))
        .isEqualTo(new Median(3, 0.5, 0.5, 0.5));
  }

  @Test
  void roundsWithoutPartnerAreRefused() {
    assertThatThrownBy(() -> Median.ofRatios(List.of(1.0, 2.0), List.of(1.0)))
        .hasMessage("2 figures and 1 to compare them to");
    assertThatThrownBy(() -> Median.of(List.of())).hasMessage("the median of nothing");
  }

  @Test
  void itIsToldWithItsRange() {
    assertThat(Median.of(List.of(1_234.0, 1_000.0, 2_000.0)).withRange(1))
        .isEqualTo("1,234.0 (1,000.0–2,000.0)");
  }
}
