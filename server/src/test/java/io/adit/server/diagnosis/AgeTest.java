package io.adit.server.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          PT-3S,       0 s
          PT0.9S,      0 s
          PT59.9S,     59 s
          PT60S,       1 min
          PT59M59S,    59 min
          PT1H,        1 h
          PT2H10M,     2 h 10 min
          PT24H,       1 day
          PT50H,       2 days 2 h
          """)
  void spansAreToldInWordsOfTwoUnitsAtMost(Duration span, String words) {
    assertThat(Age.of(span)).isEqualTo(words);
  }
}
