package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.conformance.programs.Adit;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.Stage;
import io.adit.faults.load.Access;
import io.adit.faults.load.HistoryRun;
import io.adit.faults.load.Outcome;
import io.adit.faults.load.RunOptions;
import io.adit.faults.load.Subject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients at random while the server is killed, stands still and loses its links: what must never
 * be is in no history. Longer: {@code -Dadit.history.seconds}; again: {@code -Dadit.history.seed}.
 */
class HistoryTest {
  private static final int SECONDS = Integer.getInteger("adit.history.seconds", 60);
  private static final long SEED =
      Long.getLong("adit.history.seed", System.currentTimeMillis() % 1_000_000);
  private static final int CLIENTS = 6;

  @AutoClose final Stage stage = new Stage();

  /** A server that is started again where it was. */
  private static final class Struck implements Subject {
    private final Stage stage;
    private final Access access;
    private AditProcess server;

    Struck(Stage stage) {
      this.stage = stage;
      this.server = AditProcess.start(stage);
      this.access =
          new Access(
              server.endpoint(),
              server.variable("AWS_REGION"),
              server.variable("AWS_ACCESS_KEY_ID"),
              server.variable("AWS_SECRET_ACCESS_KEY"),
              server.caBundle(),
              Adit.root().resolve("adit"));
    }

    @Override
    public Access access() {
      return access;
    }

    @Override
    public long pid() {
      return server.running().pid();
    }

    @Override
    public void kill() {
      server.running().kill();
    }

    @Override
    public void start() {
      server = server.startAgain(stage);
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void noFaultMakesTheServerBreakAPromise() throws IOException {
    // Given
    var options = RunOptions.of(SEED, CLIENTS, Duration.ofSeconds(SECONDS));

    // When
    Outcome outcome = new HistoryRun(new Struck(stage), options).run();

    // Then
    assertThat(outcome.violations()).as("seed %d", SEED).isEmpty();
    assertThat(outcome.kills()).as("kills, %s", outcome).isPositive();
    assertThat(outcome.admitted()).as("links, %s", outcome).isGreaterThan(50);
    assertThat(outcome.refused()).as("refusals, %s", outcome).isGreaterThan(50);
    assertThat(outcome.bytes()).as("bytes, %s", outcome).isGreaterThan(100_000);
    assertThat(outcome.throughProxies())
        .as("bytes through adit proxy, %s", outcome)
        .isGreaterThan(100_000);
  }
}
