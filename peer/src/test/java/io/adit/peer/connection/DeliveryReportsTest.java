package io.adit.peer.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryReportsTest {
  private static final long STEP = DeliveryReports.STEP_BYTES;

  private final List<Long> sent = new ArrayList<>();
  private final DeliveryReports reports = new DeliveryReports(sent::add);

  @Test
  void theBeginningIsToldAtOnce() {
    reports.begin();

    assertThat(sent).containsExactly(0L);
  }

  @Test
  void anEndThatReportsNothingItselfIsToldNoMore() {
    reports.begin();
    reports.onTaken(100 * STEP);

    assertThat(sent).containsExactly(0L);
  }

  @Test
  void aReportIsForManyBytes() {
    reports.onAwaited(0);

    reports.onTaken(STEP - 1);
    assertThat(sent).isEmpty();
    reports.onTaken(STEP);
    reports.onTaken(2 * STEP - 1);
    reports.onTaken(5 * STEP);

    assertThat(sent).containsExactly(STEP, 5 * STEP);
  }

  @Test
  void whatArrivedBeforeAnybodyWantedToKnowIsToldThen() {
    reports.begin();
    reports.onTaken(STEP);

    reports.onAwaited(STEP + 1);

    assertThat(sent).containsExactly(0L, STEP + 1);
  }
}
