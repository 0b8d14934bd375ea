package io.adit.cli.proxy.status;

import io.adit.peer.ProxyStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A proxy's status in one line of plain ASCII. */
final class StatusText {
  private static final String BETWEEN = " | ";
  private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB");

  private StatusText() {}

  /**
   * The parts that fit, the most important first.
   *
   * @param before the status some time ago, which rates are reckoned from; null: there is none
   * @param since how long ago
   * @param width characters, at most
   */
  static String of(ProxyStatus now, @Nullable ProxyStatus before, Duration since, int width) {
    StringBuilder line = new StringBuilder();
    for (String part : parts(now, before, since)) {
      if (!line.isEmpty() && line.length() + BETWEEN.length() + part.length() > width) {
        break;
      }
      line.append(line.isEmpty() ? "" : BETWEEN).append(part);
    }
    return line.length() <= width ? line.toString() : line.substring(0, Math.max(0, width));
  }

  private static List<String> parts(ProxyStatus now, @Nullable ProxyStatus before, Duration since) {
    ProxyStatus.Traffic traffic = now.traffic();
    ProxyStatus.Traffic earlier = before == null ? traffic : before.traffic();
    return Stream.of(
            state(now),
            now.isHeldUp() ? "held up: an application does not read" : "",
            flow("in", traffic.received(), traffic.received() - earlier.received(), since),
            flow("out", traffic.sent(), traffic.sent() - earlier.sent(), since),
            now.openConnections() + " open",
            now.reconnects() == 0 ? "" : "reconnected " + now.reconnects() + "x")
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static String state(ProxyStatus status) {
    return switch (status.state()) {
      case ProxyStatus.Connecting _ -> "connecting";
      case ProxyStatus.Connected connected ->
          connected.roundTrip() == null
              ? "connected"
              : "connected, " + millis(connected.roundTrip());
      case ProxyStatus.Waiting waiting ->
          String.format(
              Locale.ROOT,
              "not connected, next attempt in %.1f s",
              waiting.nextAttempt().toMillis() / 1000.0);
      case ProxyStatus.Ended _ -> "ended";
    };
  }

  private static String millis(Duration roundTrip) {
    double millis = roundTrip.toNanos() / 1e6;
    return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
  }

  private static String flow(String way, long total, long bytes, Duration since) {
    double seconds = since.toNanos() / 1e9;
    double rate = seconds <= 0 ? 0 : Math.max(0, bytes) / seconds;
    return way + " " + amount(rate) + "/s, " + amount((double) total);
  }

  /** Three digits and a unit of powers of 1,000, as networks are reckoned in. */
  private static String amount(double bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.size() - 1) {
      value /= 1000;
      unit++;
    }
    String form = unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, form, value, UNITS.get(unit));
  }
}
