package io.adit.server.relay;

import io.adit.server.splice.SpliceLimits;
import java.time.Duration;

/**
 * How patient the relay is and how much it keeps for one tunnel.
 *
 * @param destinationWait how long a source's connections may wait for a destination
 * @param holdBytes what is kept meanwhile
 * @param connectionsPerService connections open at once in one service
 * @param highWaterBytes as many unsent bytes for one link stop the reading of the other
 * @param linger how long a link that was sent a close frame may take to go
 */
public record RelayOptions(
    Duration destinationWait,
    int holdBytes,
    int connectionsPerService,
    int highWaterBytes,
    Duration linger) {
  public static final RelayOptions DEFAULT =
      new RelayOptions(
          Duration.ofSeconds(10),
          SpliceLimits.DEFAULT.holdBytes(),
          SpliceLimits.DEFAULT.connectionsPerService(),
          512 * 1024,
          Duration.ofSeconds(2));

  public RelayOptions {
    checkPositive("destinationWait", destinationWait);
    checkPositive("linger", linger);
    if (highWaterBytes < 1) {
      throw new IllegalArgumentException(
          "highWaterBytes is " + highWaterBytes + "; 1 or more is needed");
    }
  }

  SpliceLimits spliceLimits() {
    return new SpliceLimits(holdBytes, connectionsPerService);
  }

  private static void checkPositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " is " + value + "; more than 0 is needed");
    }
  }
}
