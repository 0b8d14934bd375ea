package io.adit.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void itIsMarkdown() {
    assertThat(
            new Table("relay", "cost").row("Adit", "1.00").row("a | b", "2.00").markdown().lines())
        .containsExactly(
            "| relay | cost |", "| --- | ---: |", "| Adit | 1.00 |", "| a \\| b | 2.00 |");
  }

  @Test
  void aRowThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new Table("relay", "cost").row("Adit"))
        .hasMessage("1 cells for the 2 columns [relay, cost]");
  }
}
