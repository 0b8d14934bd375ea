package io.adit.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.diagnosis.Incident;
import io.adit.server.diagnosis.Incident.Kind;
import io.adit.wire.Side;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IncidentsTest {
  private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

  private final Incidents incidents = new Incidents();
  private int seconds;

  @Test
  void whatHappenedIsKeptInItsOrder() {
    add("t", Kind.LINK_OPENED, Side.SOURCE, "came");
    add("t", Kind.LINK_ENDED, Side.SOURCE, "went");
    add("other", Kind.LINK_ENDED, Side.SOURCE, "went");

    assertThat(incidents.of("t")).extracting(Incident::what).containsExactly("came", "went");
    assertThat(incidents.of("nobody")).isEmpty();
  }

  @Test
  void theSameAgainOnlyCounts() {
    add("t", Kind.CONNECTION_FAILED, Side.DESTINATION, "refused");
    add("t", Kind.LINK_ENDED, Side.DESTINATION, "went");
    add("t", Kind.CONNECTION_FAILED, Side.DESTINATION, "refused");

    assertThat(incidents.of("t"))
        .containsExactly(
            Incident.once(START.plusSeconds(2), Kind.LINK_ENDED, Side.DESTINATION, "", "went"),
            new Incident(
                START.plusSeconds(1),
                START.plusSeconds(3),
                2,
                Kind.CONNECTION_FAILED,
                Side.DESTINATION,
                "",
                "refused"));
  }

  @Test
  void theSameAgainIsNoNews() {
    Incident refused =
        Incident.once(START, Kind.CONNECTION_FAILED, Side.DESTINATION, "", "refused");

    assertThat(incidents.add("t", refused)).isTrue();
    assertThat(incidents.add("t", refused)).isFalse();
    assertThat(incidents.add("other", refused)).isTrue();
  }

  @Test
  void whoTriesInALoopDoesNotDriveOutWhatExplainsIt() {
    add("t", Kind.RULE_BROKEN, Side.SOURCE, "STREAM_START with stream id 0");
    add("t", Kind.LINK_ENDED, Side.DESTINATION, "went");
    for (int i = 0; i < 1_000; i++) {
      add("t", Kind.LINK_ENDED, Side.SOURCE, "went for the time " + i);
    }

    assertThat(incidents.of("t"))
        .extracting(Incident::what)
        .containsExactly(
            "STREAM_START with stream id 0",
            "went",
            "went for the time 996",
            "went for the time 997",
            "went for the time 998",
            "went for the time 999");
  }

  @Test
  void tunnelsThatWereQuietTheLongestAreForgottenFirst() {
    add("loud", Kind.LINK_OPENED, Side.SOURCE, "came");
    add("quiet", Kind.LINK_OPENED, Side.SOURCE, "came");
    add("loud", Kind.LINK_ENDED, Side.SOURCE, "went");
    for (int i = 0; i < Incidents.IN_ALL - 2; i++) {
      add("tunnel " + i, Kind.LINK_OPENED, Side.SOURCE, "came");
    }

    assertThat(incidents.of("quiet")).isEmpty();
    assertThat(incidents.of("loud")).hasSize(2);
    add("one more", Kind.LINK_OPENED, Side.SOURCE, "came");
    assertThat(incidents.of("loud")).isEmpty();
    assertThat(incidents.of("tunnel 0")).hasSize(1);
  }

  private void add(String tunnelId, Kind kind, Side side, String what) {
    seconds++;
    incidents.add(tunnelId, Incident.once(START.plusSeconds(seconds), kind, side, "", what));
  }
}
