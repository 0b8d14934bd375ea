package io.adit.peer.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** The window, over ways of any length and speed, in a time of the test's own. */
class DeliveryWindowTest {
  private static final long KIBIBYTE = 1024;
  private static final long MEBIBYTE = 1024 * KIBIBYTE;
  private static final int MESSAGE_BYTES = 64_512;
  private static final long NEVER = Long.MAX_VALUE;

  /**
   * Two ends and the way between them. The sender always has more; the application at the other end
   * takes so much in a second; reports come back after the round trip.
   */
  private static final class Way {
    /** Arrives at the sender then. */
    private record Report(long totalBytes, long at) {}

    private final DeliveryWindow window = new DeliveryWindow();
    private final Queue<Report> onWay = new ArrayDeque<>();
    private final DeliveryReports reports = new DeliveryReports(this::report);
    private long roundTripNanos;
    private double bytesPerNano;
    private long togetherNanos = 1;
    private long now;
    private long sent;
    private long taken;
    private long heard;
    private long mostInFlight;

    /** When the application has taken the next message. */
    private long takesAt = NEVER;

    private Way(Duration roundTrip, long bytesPerSecond) {
      roundTripNanos = roundTrip.toNanos();
      bytesPerNano = bytesPerSecond / 1e9;
    }

    static Way of(Duration roundTrip, long bytesPerSecond) {
      Way way = new Way(roundTrip, bytesPerSecond);
      way.window.onDelivered(0, 0);
      way.reports.onAwaited(0);
      return way;
    }

    Way taking(long bytesPerSecond) {
      bytesPerNano = bytesPerSecond / 1e9;
      takesAt = NEVER;
      return this;
    }

    /** Somebody else is on the way. */
    Way narrow() {
      window.narrow(true);
      return this;
    }

    Way asLongAs(Duration roundTrip) {
      roundTripNanos = roundTrip.toNanos();
      return this;
    }

    /** Reports are heard so often only, then all that have come. */
    Way hearing(Duration period) {
      togetherNanos = period.toNanos();
      return this;
    }

    /** Lets the sender send all it may for so long; returns how much the application took. */
    long run(Duration time) {
      long before = taken;
      long end = now + time.toNanos();
      mostInFlight = 0;
      while (now < end) {
        while (window.isOpen()) {
          send();
        }
        mostInFlight = Math.max(mostInFlight, sent - heard);
        step(end);
      }
      return taken - before;
    }

    /** Sends one message and lets so much time pass. */
    void runOnce(Duration time) {
      long end = now + time.toNanos();
      send();
      while (now < end) {
        step(end);
      }
    }

    private void send() {
      sent += MESSAGE_BYTES;
      window.onSent(MESSAGE_BYTES, now);
    }

    private void report(long totalBytes) {
      long at = now + roundTripNanos;
      onWay.add(new Report(totalBytes, Math.ceilDiv(at, togetherNanos) * togetherNanos));
    }

    /** To the next message taken or report heard, whichever is first. */
    private void step(long end) {
      if (takesAt == NEVER && sent > taken && bytesPerNano > 0) {
        takesAt = now + (long) (MESSAGE_BYTES / bytesPerNano);
      }
      Report report = onWay.peek();
      long heardAt = report == null ? NEVER : report.at();
      if (Math.min(takesAt, heardAt) >= end) {
        now = end;
      } else if (report != null && heardAt <= takesAt) {
        onWay.remove();
        now = Math.max(now, heardAt);
        heard = report.totalBytes();
        window.onDelivered(heard, now);
      } else {
        now = takesAt;
        takesAt = NEVER;
        taken += MESSAGE_BYTES;
        reports.onTaken(taken);
      }
    }
  }

  @Test
  void nothingIsHeldBackForAnEndThatReportsNothing() {
    DeliveryWindow window = new DeliveryWindow();

    window.onSent(Integer.MAX_VALUE, 0);

    assertThat(window.isOpen()).isTrue();
    assertThat(window.isHeard()).isFalse();
  }

  @Test
  void theFirstReportBeginsIt() {
    DeliveryWindow window = new DeliveryWindow();

    window.onDelivered(0, 0);
    window.onSent((int) DeliveryWindow.FIRST_BYTES - 1, 0);
    assertThat(window.isOpen()).isTrue();
    window.onSent(1, 0);

    assertThat(window.isOpen()).isFalse();
    assertThat(window.isHeard()).isTrue();
  }

  @Test
  void aFastShortWayIsKeptFull() {
    long rate = 800 * MEBIBYTE;
    Way way = Way.of(Duration.ofNanos(100_000), rate);
    way.run(Duration.ofMillis(100));

    assertThat(way.run(Duration.ofSeconds(1))).isGreaterThan(rate * 95 / 100);
    assertThat(way.mostInFlight).isLessThan(3 * MEBIBYTE);
  }

  @Test
  void aFastShortWayThatIsSharedHasNextToNothingWaiting() {
    long rate = 800 * MEBIBYTE;
    Way way = Way.of(Duration.ofNanos(100_000), rate);
    way.run(Duration.ofMillis(100));

    way.narrow().run(Duration.ofMillis(100));
    assertThat(way.run(Duration.ofSeconds(1))).isGreaterThan(rate * 95 / 100);
    // What the way carries in 0.1 ms is 80 KiB; the rest is a message and its turn.
    assertThat(way.mostInFlight).isLessThan(256 * KIBIBYTE);
  }

  @Test
  void aLongWayThatIsSharedIsFilledAndNoMoreThanTwiceAsLong() {
    long rate = 100 * MEBIBYTE;
    Way way = Way.of(Duration.ofMillis(40), rate).narrow();
    way.run(Duration.ofSeconds(3));

    assertThat(way.run(Duration.ofSeconds(1))).isGreaterThan(rate * 95 / 100);
    assertThat(way.mostInFlight).isBetween(4 * MEBIBYTE, 11 * MEBIBYTE);
  }

  @Test
  void oneThatIsAloneAgainHasItsWideWindowAtOnce() {
    Way way = Way.of(Duration.ofMillis(10), 200 * MEBIBYTE);
    way.run(Duration.ofSeconds(1));
    long wide = way.window.bytes();

    way.window.narrow(true);
    assertThat(way.window.bytes()).isLessThan(wide);
    way.window.narrow(false);

    assertThat(way.window.bytes()).isEqualTo(wide);
  }

  @Test
  void reportsThatAreHeardTogetherDoNotMakeTheWayFaster() {
    long rate = 800 * MEBIBYTE;
    Way way = Way.of(Duration.ofNanos(100_000), rate).hearing(Duration.ofMillis(1));
    way.run(Duration.ofMillis(100));

    assertThat(way.run(Duration.ofSeconds(1))).isGreaterThan(rate * 95 / 100);
    assertThat(way.mostInFlight).isLessThan(6 * MEBIBYTE);
  }

  @Test
  void aLongFastWayIsFilledWithinASecond() {
    long rate = 100 * MEBIBYTE;
    Way way = Way.of(Duration.ofMillis(100), rate);
    way.run(Duration.ofSeconds(1));

    assertThat(way.run(Duration.ofSeconds(1))).isGreaterThan(rate * 95 / 100);
    assertThat(way.mostInFlight).isGreaterThan(10 * MEBIBYTE);
  }

  @Test
  void noWayHasMoreInFlightThanTheOtherEndHasRoomFor() {
    Way way = Way.of(Duration.ofSeconds(1), 1_000 * MEBIBYTE);

    way.run(Duration.ofSeconds(20));

    assertThat(way.mostInFlight)
        .isBetween(DeliveryWindow.MOST_BYTES * 9 / 10, DeliveryWindow.MOST_BYTES + MESSAGE_BYTES);
  }

  @Test
  void anApplicationThatReadsNothingGetsTheFirstWindowAndNoMore() {
    Way way = Way.of(Duration.ofMillis(1), 0);

    way.run(Duration.ofMinutes(10));

    assertThat(way.sent)
        .isBetween(DeliveryWindow.FIRST_BYTES, DeliveryWindow.FIRST_BYTES + MESSAGE_BYTES);
  }

  @Test
  void anApplicationThatGetsSlowHasLessAndLessWaiting() {
    Way way = Way.of(Duration.ofMillis(10), 200 * MEBIBYTE);
    way.run(Duration.ofSeconds(1));
    assertThat(way.mostInFlight).isGreaterThan(2 * MEBIBYTE);

    way.taking(MEBIBYTE).run(Duration.ofMinutes(1));
    long taken = way.run(Duration.ofSeconds(1));

    assertThat(way.mostInFlight).isLessThan(384 * KIBIBYTE);
    assertThat(taken).isGreaterThan(MEBIBYTE * 9 / 10);
  }

  @Test
  void oneThatReadsAgainGetsItsSpeedBack() {
    Way way = Way.of(Duration.ofMillis(20), 100 * MEBIBYTE);
    way.run(Duration.ofSeconds(1));
    way.taking(0).run(Duration.ofMinutes(1));

    way.taking(100 * MEBIBYTE).run(Duration.ofSeconds(1));

    assertThat(way.run(Duration.ofSeconds(1))).isGreaterThan(95 * MEBIBYTE);
  }

  @Test
  void aWayThatGetsLongerIsFilledAgain() {
    long rate = 100 * MEBIBYTE;
    Way way = Way.of(Duration.ofMillis(5), rate);
    way.run(Duration.ofSeconds(1));

    way.asLongAs(Duration.ofMillis(100)).run(Duration.ofSeconds(40));

    assertThat(way.run(Duration.ofSeconds(1))).isGreaterThan(rate * 9 / 10);
  }

  @Test
  void lookingForAShorterWayCostsNextToNothing() {
    long rate = 100 * MEBIBYTE;
    Way way = Way.of(Duration.ofMillis(100), rate);
    way.run(Duration.ofSeconds(2));

    assertThat(way.run(Duration.ofMinutes(2))).isGreaterThan(120 * rate * 95 / 100);
  }

  @Test
  void aSenderThatPausesKeepsItsWindow() {
    Way way = Way.of(Duration.ofMillis(10), 200 * MEBIBYTE);
    way.run(Duration.ofSeconds(1));
    long bytes = way.window.bytes();

    // A message now and then, each long after the one before has arrived.
    for (int i = 0; i < 100; i++) {
      way.runOnce(Duration.ofSeconds(1));
    }

    assertThat(way.window.bytes()).isEqualTo(bytes);
  }

  @Test
  void aReportThatGoesBackIsPassedOver() {
    DeliveryWindow window = new DeliveryWindow();
    window.onDelivered(0, 0);
    window.onSent((int) DeliveryWindow.FIRST_BYTES, 0);
    window.onDelivered(DeliveryWindow.FIRST_BYTES, 1_000);
    window.onSent((int) DeliveryWindow.LEAST_BYTES / 2, 2_000);

    window.onDelivered(0, 3_000);

    assertThat(window.isOpen()).isTrue();
  }

  @Test
  void whoReportsMoreThanWasSentIsBelievedNoMoreAndHoldsNothingUp() {
    DeliveryWindow window = new DeliveryWindow();
    window.onDelivered(0, 0);
    window.onSent((int) DeliveryWindow.FIRST_BYTES, 0);

    window.onDelivered(DeliveryWindow.FIRST_BYTES + 1, 1_000);
    window.onSent(Integer.MAX_VALUE, 2_000);
    assertThat(window.isOpen()).isTrue();

    window.onDelivered(DeliveryWindow.FIRST_BYTES, 3_000);
    assertThat(window.isOpen()).isTrue();
  }

  @Test
  void aFirstReportOfMuchThatIsUnderWayClosesItUntilItHasArrived() {
    DeliveryWindow window = new DeliveryWindow();
    window.onSent((int) (20 * MEBIBYTE), 0);

    window.onDelivered(0, 1_000_000);
    assertThat(window.isOpen()).isFalse();

    window.onDelivered(20 * MEBIBYTE, 2_000_000);
    assertThat(window.isOpen()).isTrue();
  }
}
