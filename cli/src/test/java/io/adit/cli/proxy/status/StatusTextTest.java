package io.adit.cli.proxy.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.peer.ProxyStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTextTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static String wide(ProxyStatus now, ProxyStatus before) {
    return StatusText.of(now, before, SECOND, 200);
  }

  @Test
  void tellsStateLatencyThroughputAndConnections() {
    assertThat(wide(Statuses.connected(2_500, 30_000_000), Statuses.connected(500, 18_000_000)))
        .isEqualTo("connected, 23 ms | in 12.0 MB/s, 30.0 MB | out 2.0 kB/s, 2.5 kB | 2 open");
  }

  @Test
  void theRateIsThatOfTheTimeBetween() {
    assertThat(
            StatusText.of(
                Statuses.connected(0, 3_000),
                Statuses.connected(0, 1_000),
                Duration.ofSeconds(4),
                200))
        .contains("in 500 B/s, 3.0 kB");
  }

  @Test
  void theFirstOneHasNoRateYet() {
    assertThat(StatusText.of(Statuses.connected(7, 7), null, SECOND, 200))
        .contains("in 0 B/s, 7 B");
  }

  @ParameterizedTest
  @CsvSource({
    "999, 999 B",
    "1000, 1.0 kB",
    "99940, 99.9 kB",
    "99960, 100 kB",
    "999400, 999 kB",
    "999600, 1.0 MB",
    "5000000000000000, 5000 TB"
  })
  void amountsHaveThreeDigitsAndAUnit(long bytes, String amount) {
    assertThat(wide(Statuses.connected(0, bytes), Statuses.connected(0, bytes)))
        .contains("in 0 B/s, " + amount + " |");
  }

  @Test
  void tellsWhenTheNextAttemptIs() {
    ProxyStatus waiting = Statuses.with(new ProxyStatus.Waiting(Duration.ofMillis(2_340)), 0, 0);

    assertThat(wide(waiting, waiting)).startsWith("not connected, next attempt in 2.3 s | ");
  }

  @Test
  void tellsThatAnApplicationHoldsItUpAndThatItCameBack() {
    ProxyStatus heldUp =
        new ProxyStatus(new ProxyStatus.Connected(null), new ProxyStatus.Traffic(0, 0), 8, true, 3);

    assertThat(wide(heldUp, heldUp))
        .startsWith("connected | held up: an application does not read | ")
        .endsWith(" | 8 open | reconnected 3x");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 16, 17, 40, 79, 120})
  void fitsItsWidthAndLeavesTheLeastImportantOut(int width) {
    ProxyStatus status = Statuses.connected(1, 1);
    String line = StatusText.of(status, status, SECOND, width);

    assertThat(line.length()).isLessThanOrEqualTo(width);
    assertThat(wide(status, status)).startsWith(line);
    assertThat(line).doesNotEndWith("|").doesNotEndWith(" ");
  }
}
