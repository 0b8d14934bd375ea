package io.adit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectTest {

  /** The last row is a V3 client in a tunnel without services. */
  @ParameterizedTest
  @CsvSource({
    "SSH, 1, V3",
    "SSH, -1, V3",
    "SSH, 0, V2",
    "'', 0, V1",
    "'', 1, V3",
  })
  void aStartIsInTheDialectThatHasJustItsFields(String service, int connection, Dialect dialect) {
    assertThat(Dialect.of(new Message.StreamStart(1, service, connection))).isEqualTo(dialect);
  }

  @ParameterizedTest
  @CsvSource({"V1, false, false", "V2, true, false", "V3, true, true"})
  void eachDialectAddsAField(Dialect dialect, boolean services, boolean connections) {
    assertThat(dialect.namesServices()).isEqualTo(services);
    assertThat(dialect.namesConnections()).isEqualTo(connections);
  }
}
