package io.adit.server.relay;

import io.adit.server.flow.Rate;
import io.adit.server.splice.SpliceLimits;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How patient the relay is, how much it keeps for one tunnel, and whose pages it trusts.
 *
 * @param destinationWait how long a source's connections may wait for a destination
 * @param limits of one tunnel, among them what is kept meanwhile
 * @param links how each link is treated
 * @param allowedOrigins pages of these origins may use a token in a cookie, beside those of the
 *     relay's own; as browsers write them, such as {@code https://console.example.com}
 */
public record RelayOptions(
    Duration destinationWait, SpliceLimits limits, Links links, Set<String> allowedOrigins) {
  public static final RelayOptions DEFAULT =
      new RelayOptions(Duration.ofSeconds(10), SpliceLimits.DEFAULT, Links.DEFAULT, Set.of());

  public RelayOptions {
    checkPositive("destinationWait", destinationWait);
    allowedOrigins = Set.copyOf(allowedOrigins);
  }

  /**
   * How each link is treated.
   *
   * @param highWaterBytes as many unsent bytes for one link stop the reading of the other
   * @param linger how long a link that was sent a close frame may take to go
   * @param officialClientRate how fast AWS's local proxy is sent to; null is as fast as it goes
   */
  public record Links(int highWaterBytes, Duration linger, @Nullable Rate officialClientRate) {
    /** The rate is the one that AWS documents for a tunnel. */
    public static final Links DEFAULT =
        new Links(512 * 1024, Duration.ofSeconds(2), Rate.ofKilobytes(800));

    public Links {
      checkPositive("linger", linger);
      if (highWaterBytes < 1) {
        throw new IllegalArgumentException(
            "highWaterBytes is " + highWaterBytes + "; 1 or more is needed");
      }
    }
  }

  private static void checkPositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " is " + value + "; more than 0 is needed");
    }
  }
}
