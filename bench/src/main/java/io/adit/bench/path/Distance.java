package io.adit.bench.path;

import io.adit.bench.process.Child;
import io.adit.bench.process.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How far the device is from what joins the two ends.
 *
 * @param roundTrip how long bytes take there and back; zero: no longer than the machine needs
 */
public record Distance(Stage stage, Duration roundTrip) {

  /** The port that leads to this one over the distance. */
  int to(int port) throws IOException {
    if (roundTrip.isZero()) {
      return port;
    }
    Child forwarder =
        Child.start(
            stage,
            "delaying forwarder",
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                DelayingForwarder.class.getName(),
                "" + port,
                roundTrip.dividedBy(2).toString()));
    return Integer.parseInt(forwarder.awaitLine("listening on port (\\d+)").group(1));
  }
}
