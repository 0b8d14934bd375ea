package io.adit.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.limit.DataBudget.Period;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataBudgetTest {
  @ParameterizedTest
  @CsvSource({
    "1KB/day, 1_000",
    "500MB/day, 500_000_000",
    "2GB/month, 2_000_000_000",
    "999999TB/month," + " 999_999_000_000_000_000"
  })
  void aBudgetIsReadAsItIsWritten(String text, String bytes) {
    DataBudget budget = DataBudget.parse(text).orElseThrow();

    assertThat(budget.bytes()).isEqualTo(Long.parseLong(bytes.replace("_", "")));
    assertThat(budget).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2GB",
        "2GB/week",
        "0GB/day",
        "-1GB/day",
        "2 GB/day",
        "1.5GB/day",
        "1000000TB/day",
        "2gb/day"
      })
  void whatIsNoneIsNot(String text) {
    assertThat(DataBudget.parse(text)).isEmpty();
  }

  @Test
  void periodsBeginAtMidnightUtc() {
    Instant now = Instant.parse("2028-02-29T23:59:59.999Z");

    assertThat(Period.DAY.start(now)).isEqualTo("2028-02-29T00:00:00Z");
    assertThat(Period.DAY.end(Period.DAY.start(now))).isEqualTo("2028-03-01T00:00:00Z");
    assertThat(Period.MONTH.start(now)).isEqualTo("2028-02-01T00:00:00Z");
    assertThat(Period.MONTH.end(Period.MONTH.start(now))).isEqualTo("2028-03-01T00:00:00Z");
  }

  @Test
  void sizesAreForPeople() {
    assertThat(DataBudget.size(999)).isEqualTo("999 B");
    assertThat(DataBudget.size(1_000)).isEqualTo("1 KB");
    assertThat(DataBudget.size(2_010_000_000)).isEqualTo("2.01 GB");
    assertThat(DataBudget.size(100_000_000)).isEqualTo("100 MB");
  }
}
