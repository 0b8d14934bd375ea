package io.adit.bench.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.bench.process.Stage;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class DistanceOptionTest {
  @Test
  void itIsZeroUnlessTimeIsGiven() throws IOException {
    assertThat(roundTrip()).isZero();
    assertThat(roundTrip("--delay", "100ms")).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void anythingElseIsRefusedWithWhatIsMeant() {
    assertThatThrownBy(() -> roundTrip("--delay", "100"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("'100' is not a time such as 100ms");
  }

  private static Duration roundTrip(String... arguments) throws IOException {
    var option = new DistanceOption();
    new CommandLine(new Command(option)).parseArgs(arguments);
    try (var stage = new Stage()) {
      return option.on(stage).roundTrip();
    }
  }

  @CommandLine.Command
  private record Command(@CommandLine.Mixin DistanceOption option) {}
}
