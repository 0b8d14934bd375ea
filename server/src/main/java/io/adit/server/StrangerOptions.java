package io.adit.server;

import io.adit.server.http.StrangerLimits;
import org.jspecify.annotations.Nullable;

/**
 * How many connections those may have whom no token and no signature has let in: options {@code
 * strangers}, {@code strangers-per-address} and {@code stranger-rate}.
 *
 * @param most of all addresses at once
 * @param mostOfOneAddress of one of them at once; null: as many as of all
 * @param perAddressAndSecond how many of one address may come to nothing; null: all of them
 */
public record StrangerOptions(
    int most, @Nullable Integer mostOfOneAddress, @Nullable Integer perAddressAndSecond) {
  public static final StrangerOptions DEFAULT = new StrangerOptions(4_000, 1_000, 50);

  private static final int MOST = 1_000_000;

  public StrangerOptions {
    require("strangers", most, "");
    if (mostOfOneAddress != null) {
      require("strangers-per-address", mostOfOneAddress, ", or off");
    }
    if (perAddressAndSecond != null) {
      require("stranger-rate", perAddressAndSecond, " a second, or off");
    }
  }

  private static void require(String option, int count, String more) {
    if (count < 1 || count > MOST) {
      throw new InvalidOptionException(
          option, "%d is not from 1 to %d%s".formatted(count, MOST, more));
    }
  }

  StrangerLimits limits() {
    return new StrangerLimits(
        most,
        mostOfOneAddress == null ? most : mostOfOneAddress,
        perAddressAndSecond == null ? StrangerLimits.UNLIMITED : perAddressAndSecond);
  }
}
