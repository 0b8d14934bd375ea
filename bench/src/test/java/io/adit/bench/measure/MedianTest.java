package io.adit.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {

  @Test
  void itIsTheMiddleOne() {
    assertThat(Median.of(List.of(9.0, 1.0, 2.0)).withRange(0)).isEqualTo("2 (1–9)");
  }

  @Test
  void orHalfwayBetweenTheTwoInTheMiddle() {
    assertThat(Median.of(List.of(4.0, 1.0, 2.0, 9.0)).withRange(1)).isEqualTo("3.0 (1.0–9.0)");
  }

  @Test
  void itIsComparedWithAnother() {
    assertThat(Median.of(List.of(1.0)).ratioTo(Median.of(List.of(4.0)))).isEqualTo(0.25);
  }

  @Test
  void thereIsNoneOfNothing() {
    assertThatThrownBy(() -> Median.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
