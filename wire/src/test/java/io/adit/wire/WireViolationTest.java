package io.adit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireViolationTest {

  /** RFC 6455, section 7.4.1. */
  @ParameterizedTest
  @CsvSource({
    "WEBSOCKET, 1002",
    "NOT_BINARY, 1003",
    "TOO_LARGE, 1009",
    "MALFORMED_MESSAGE, 1002",
    "ILLEGAL_MESSAGE, 1008"
  })
  void eachKindHasItsCloseCode(WireViolation.Kind kind, int code) {
    WireViolation violation = new WireViolation(kind, "the rule");

    assertThat(violation.kind().closeCode()).isEqualTo(code);
    assertThat(violation.rule()).isEqualTo("the rule");
    assertThat(violation.getStackTrace()).as("a peer must not make us walk the stack").isEmpty();
  }
}
