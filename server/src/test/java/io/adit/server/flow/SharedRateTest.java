package io.adit.server.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lanes in rates, in a time that the test makes. */
class SharedRateTest {
  private static final long SECOND = 1_000_000_000;

  private record Alarm(long due, Runnable task) {}

  private long now;
  private final List<Alarm> alarms = new ArrayList<>();
  private int mostAlarms;

  /** Somebody who always has more to send. */
  private final class Sender implements Lane.Owner {
    private final Lane lane;
    private final IntSupplier sizes;
    private long sent;
    private long goneAt;

    Sender(IntSupplier sizes, SharedRate... rates) {
      this.sizes = sizes;
      this.lane = new Lane(List.of(rates), this);
    }

    @Override
    public void onMayGo() {
      while (lane.mayGo()) {
        int size = sizes.getAsInt();
        if (size == 0) {
          return;
        }
        lane.onGone(size);
        sent += size;
        goneAt = now;
      }
    }

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void alarm(long nanos, Runnable task) {
      alarms.add(new Alarm(now + nanos, task));
      mostAlarms = Math.max(mostAlarms, alarms.size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "800_000, 64_512",
    "800_000, 10",
    "800_000, 1_400",
    "1_000, 300",
    "1_000, 64_512",
    "100_000_000, 64_512",
    "4_000_000_000, 64_512"
  })
  void aRateIsKept(String bytesPerSecond, String size) {
    // Given
    Rate rate = new Rate(number(bytesPerSecond));
    int bytes = (int) number(size);
    SharedRate shared = shared(rate);
    Sender sender = new Sender(() -> bytes, shared);
    // So long that a burst and one message make no tenth, and no longer than the test can count.
    long enough =
        Math.clamp(2_000_000_000L / rate.bytesPerSecond(), 2, Math.max(100, 20L * bytes / 1_000));

    // When
    sender.onMayGo();
    advance(enough * SECOND);

    // Then
    assertThat(sender.sent)
        .isCloseTo(enough * rate.bytesPerSecond(), withPercentage(10))
        .isGreaterThan((long) (0.99 * enough * rate.bytesPerSecond()) - bytes);
  }

  @Test
  void whoSendsSmallMessagesGetsAsMuchAsWhoSendsLargeOnes() {
    // Given
    SharedRate shared = shared(Rate.ofKilobytes(800));
    Random random = new Random(7);
    List<Sender> senders =
        List.of(
            new Sender(() -> 64_512, shared),
            new Sender(() -> 100, shared),
            new Sender(() -> 1 + random.nextInt(64_512), shared));

    // When
    senders.forEach(Sender::onMayGo);
    advance(60 * SECOND);

    // Then
    senders.forEach(sender -> assertThat(sender.sent).isCloseTo(16_000_000, withPercentage(3)));
    assertThat(mostAlarms).isOne();
  }

  @Test
  void aTunnelThatWantsLittleGetsItSoonBesideThoseThatWantAll() {
    // Given: ten that copy, and a shell.
    SharedRate shared = shared(Rate.ofKilobytes(800));
    List<Sender> copies = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      copies.add(new Sender(() -> 64_512, shared));
    }
    copies.forEach(Sender::onMayGo);
    advance(10 * SECOND);
    int[] keys = {0};
    Sender shell = new Sender(() -> keys[0]-- > 0 ? 60 : 0, shared);

    // When
    keys[0] = 1;
    long asked = now;
    shell.onMayGo();
    advance(5 * SECOND);

    // Then: each of the others has one quantum before it.
    assertThat(shell.sent).isEqualTo(60);
    assertThat(shell.goneAt - asked).isLessThanOrEqualTo(11 * SECOND / 50);

    // When: the next keys take of what it was granted.
    keys[0] = 20;
    asked = now;
    shell.onMayGo();

    // Then
    assertThat(shell.sent).isEqualTo(21 * 60);
    assertThat(shell.goneAt).isEqualTo(asked);
  }

  @Test
  void eachRateOfALaneHolds() {
    // Given: two tunnels of a thing, and one of another.
    SharedRate account = shared(Rate.ofKilobytes(1_000));
    SharedRate thing = shared(Rate.ofKilobytes(200));
    Sender first = new Sender(() -> 10_000, shared(Rate.ofKilobytes(50)), thing, account);
    Sender second = new Sender(() -> 10_000, shared(Rate.ofKilobytes(500)), thing, account);
    Sender other = new Sender(() -> 10_000, shared(Rate.ofKilobytes(2_000)), account);

    // When
    List.of(first, second, other).forEach(Sender::onMayGo);
    advance(60 * SECOND);

    // Then
    assertThat(first.sent).isCloseTo(60 * 50_000, withPercentage(5));
    assertThat(second.sent).isCloseTo(60 * 150_000, withPercentage(5));
    assertThat(other.sent).isCloseTo(60 * 800_000, withPercentage(5));
  }

  @Test
  void whoLeavesLeavesItsTurn() {
    // Given
    SharedRate shared = shared(Rate.ofKilobytes(100));
    Sender goes = new Sender(() -> 5_000, shared);
    Sender stays = new Sender(() -> 5_000, shared);
    goes.onMayGo();
    stays.onMayGo();

    // When
    goes.lane.close();
    long sent = goes.sent;
    advance(20 * SECOND);

    // Then
    assertThat(goes.sent).isEqualTo(sent);
    assertThat(stays.sent).isCloseTo(20 * 100_000, withPercentage(5));
    assertThat(goes.lane.waitsFor()).contains(shared);
  }

  @Test
  void nobodyWhoIsIdleCostsAnAlarm() {
    // Given
    SharedRate shared = shared(Rate.ofKilobytes(100));
    int[] messages = {3};
    Sender sender = new Sender(() -> messages[0]-- > 0 ? 64_512 : 0, shared);

    // When
    sender.onMayGo();
    advance(20 * SECOND);

    // Then
    assertThat(sender.sent).isEqualTo(3 * 64_512);
    assertThat(alarms).isEmpty();
    assertThat(sender.lane.waitsFor()).isEmpty();
  }

  @Test
  void aFreeLaneNeverWaits() {
    Lane.FREE.onGone(Integer.MAX_VALUE);
    Lane.FREE.onGone(Integer.MAX_VALUE);

    assertThat(Lane.FREE.mayGo()).isTrue();
    assertThat(Lane.FREE.waitsFor()).isEmpty();
  }

  private SharedRate shared(Rate rate) {
    return new SharedRate("a test", rate, () -> now);
  }

  private void advance(long nanos) {
    long end = now + nanos;
    while (true) {
      Alarm next =
          alarms.stream()
              .filter(alarm -> alarm.due() <= end)
              .min(Comparator.comparingLong(Alarm::due))
              .orElse(null);
      if (next == null) {
        now = end;
        return;
      }
      alarms.remove(next);
      now = next.due();
      next.task().run();
    }
  }

  private static long number(String text) {
    return Long.parseLong(text.replace("_", ""));
  }
}
