package io.adit.server.flow;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast bytes may go.
 *
 * @param bytesPerSecond 1 or more
 */
public record Rate(long bytesPerSecond) {
  private static final long KILOBYTE = 1_000;
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})(KB/s|MB/s)");

  public Rate {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException(
          "a rate of " + bytesPerSecond + " bytes a second; 1 or more is needed");
    }
  }

  /** A kilobyte is 1000 bytes, as everywhere in networks. */
  public static Rate ofKilobytes(long perSecond) {
    return new Rate(Math.multiplyExact(KILOBYTE, perSecond));
  }

  /** Of a text such as {@code 800KB/s} or {@code 10MB/s}; empty where it is none. */
  public static Optional<Rate> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(matcher.group(1));
    return Optional.of(ofKilobytes(matcher.group(2).equals("MB/s") ? count * KILOBYTE : count));
  }

  /** Such as {@code 800 KB/s}. */
  @Override
  public String toString() {
    return bytesPerSecond % KILOBYTE == 0
        ? bytesPerSecond / KILOBYTE + " KB/s"
        : bytesPerSecond + " B/s";
  }
}
