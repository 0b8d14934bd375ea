package io.adit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {

  @Test
  void aLineIsCutWhereItIsToldTo() {
    assertThat(PlainText.of("localproxy linux 64-bit", 10)).isEqualTo("localproxy");
    assertThat(PlainText.of("localproxy linux 64-bit", 11)).isEqualTo("localproxy");
    assertThat(PlainText.of("ßß", 3)).isEqualTo("ß");
    assertThat(PlainText.of("x\ud83d\udd11", 1)).isEqualTo("x");
  }

  @Test
  void whatATerminalWouldObeyIsShownAsAQuestionMark() {
    assertThat(PlainText.of("\u001b]0;title\u0007", 100)).isEqualTo("?]0;title?");
  }
}
