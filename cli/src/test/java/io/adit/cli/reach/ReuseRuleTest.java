package io.adit.cli.reach;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.cli.api.TunnelFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReuseRuleTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Wanted WANTED = new Wanted("T", List.of("SSH", "WEB"));

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "T,    SSH WEB,     true,  '',                 false, 60, true",
        "T,    WEB VNC SSH, true,  mine,               false, 60, true",
        "T,    SSH WEB,     true,  'adit: kept',       false, 60, true",
        "T,    SSH WEB,     true,  '',                 false, 10, true",
        "T,    SSH WEB,     true,  '',                 false, 9,  false",
        "T,    SSH WEB,     true,  '',                 true,  60, false",
        "T,    SSH WEB,     false, '',                 false, 60, false",
        "T,    SSH,         true,  '',                 false, 60, false",
        "t,    SSH WEB,     true,  '',                 false, 60, false",
        "none, SSH WEB,     true,  '',                 false, 60, false",
        "T,    SSH WEB,     true,  'adit: closed when it ends', false, 60, false"
      })
  void suits(
      String thing,
      String services,
      boolean isOpen,
      String description,
      boolean isSourceConnected,
      int minutesLeft,
      boolean suits) {
    TunnelFacts tunnel =
        new TunnelFacts(
            new TunnelFacts.Summary("id", "arn", isOpen, description, NOW, NOW),
            thing,
            List.of(services.split(" ")),
            new TunnelFacts.Sides(
                new TunnelFacts.Link(isSourceConnected, null), new TunnelFacts.Link(true, NOW)),
            Duration.ofMinutes(minutesLeft),
            Map.of());

    assertThat(ReuseRule.suits(tunnel, WANTED, NOW)).isEqualTo(suits);
  }
}
