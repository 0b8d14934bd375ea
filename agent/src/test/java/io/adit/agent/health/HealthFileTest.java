package io.adit.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthFileTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path folder;

  @Test
  void isWellWhileTheAgentIsConnected() {
    HealthFile file = new HealthFile(folder.resolve("health"));
    file.write(health(Health.State.CONNECTED), NOW);

    assertThat(file.check(NOW.plusSeconds(80))).isEmpty();
  }

  @Test
  void isNotWellWhenNobodyHasWrittenItForLong() {
    HealthFile file = new HealthFile(folder.resolve("health"));
    file.write(health(Health.State.CONNECTED), NOW);

    assertThat(file.check(NOW.plusSeconds(91)))
        .hasValueSatisfying(
            problem -> assertThat(problem).endsWith("91 seconds ago: the agent hangs, or is gone"));
  }

  @Test
  void saysWhatTheAgentIs() {
    HealthFile file = new HealthFile(folder.resolve("health"));
    file.write(health(Health.State.WAITING), NOW);

    assertThat(file.check(NOW)).contains("the agent is waiting: no \"gateway\"");
  }

  @Test
  void saysThatThereIsNone() {
    assertThat(new HealthFile(folder.resolve("health")).check(NOW))
        .hasValueSatisfying(problem -> assertThat(problem).contains("is not there"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "{\"writtenAt\":\"yesterday\"}", "{\"state\":\"connected\"}"})
  void isNotFooledByWhatIsNoHealthFile(String text) throws Exception {
    Path path = folder.resolve("health");
    Files.writeString(path, text);

    assertThat(new HealthFile(path).check(NOW)).isPresent();
  }

  @Test
  void whereItCannotBeWrittenTheAgentGoesOn() {
    HealthFile file = new HealthFile(folder.resolve("no/folder/health"));

    file.write(health(Health.State.CONNECTED), NOW);

    assertThat(file.check(NOW)).isPresent();
  }

  private static Health health(Health.State state) {
    return new Health(state, "Thing", NOW, List.of(), new Health.Problem(NOW, "no \"gateway\""));
  }
}
