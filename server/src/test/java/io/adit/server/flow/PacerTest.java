package io.adit.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.fuzz.Seeds;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.WireLimits;
import io.adit.wire.websocket.MessageFraming;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Facts: client sheet, section 2.7. */
class PacerTest {
  private static final Rate RATE = Rate.ofKilobytes(800);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long NOT_SET = -1;

  /** What an official V3 client holds for one of its applications; one byte more ends it. */
  private static final int CLIENT_HOLDS = 131_076;

  /** A pacer whose time a test moves, and what came out of it. */
  private static final class Paced implements Pacer.Exit {
    final List<byte[]> out = new ArrayList<>();
    final Pacer pacer;
    long now;
    long alarmAt = NOT_SET;
    long bytesOut;
    boolean exitIsFull;

    Paced(Rate rate) {
      pacer = new Pacer(rate, () -> now, new CountedMemory(), this, this::setAlarm);
    }

    private void setAlarm(long nanos) {
      assertThat(alarmAt).as("one alarm at a time").isEqualTo(NOT_SET);
      alarmAt = now + nanos;
    }

    @Override
    public boolean isFull() {
      return exitIsFull;
    }

    @Override
    public void write(int size, Consumer<ByteBuffer> writer) {
      ByteBuffer bytes = ByteBuffer.allocate(size);
      writer.accept(bytes);
      assertThat(bytes.hasRemaining()).isFalse();
      out.add(bytes.array());
      bytesOut += size;
    }

    void send(int payloadBytes) {
      pacer.send(framing(payloadBytes, (byte) 'x'));
    }

    /** Lets time pass, with the alarms that are due meanwhile; returns how many rang. */
    int advance(long nanos) {
      long end = now + nanos;
      int rung = 0;
      while (alarmAt != NOT_SET && alarmAt <= end) {
        now = alarmAt;
        alarmAt = NOT_SET;
        pacer.onAlarm();
        rung++;
      }
      now = end;
      return rung;
    }
  }

  private final Paced paced = new Paced(RATE);

  @Test
  void whatIsSentNowAndThenGoesAtOnceWithoutAnAlarm() {
    for (int i = 0; i < 1_000; i++) {
      paced.send(100);

      assertThat(paced.out).hasSize(i + 1);
      assertThat(paced.alarmAt).isEqualTo(NOT_SET);
      paced.advance(SECOND / 1_000);
    }
  }

  @Test
  void aMessageOfAnySizeGoesAtOnceAfterARest() {
    MessageFraming longest = longestMessage();

    paced.pacer.send(longest);

    assertThat(paced.bytesOut).isEqualTo(longest.size()).isEqualTo(Pacer.BURST_BYTES);
  }

  @Test
  void moreThanABurstGoesAtTheRate() {
    // When: all that will ever be sent is there from the beginning.
    for (int i = 0; i < 1_000; i++) {
      paced.send(10_000);
    }
    long size = framing(10_000, (byte) 'x').size();

    // Then
    assertThat(paced.bytesOut).isEqualTo(Pacer.BURST_BYTES / size * size);
    for (int tenth = 1; tenth <= 100; tenth++) {
      paced.advance(SECOND / 10);
      long allowed = Pacer.BURST_BYTES + tenth * (RATE.bytesPerSecond() / 10);
      assertThat(paced.bytesOut).isBetween(allowed - size, allowed);
    }
  }

  @Test
  void aClientWhoseApplicationIsAsFastAsTheRateNeverHoldsTooMuch() {
    long most = 0;
    long drained = 0;
    for (int round = 0; round < 20_000; round++) {
      if (!paced.pacer.isFull()) {
        paced.send(WireLimits.MAX_PAYLOAD_BYTES);
      }
      paced.advance(SECOND / 1_000);
      long canDrain = paced.now * RATE.bytesPerSecond() / SECOND;
      drained = Math.min(paced.bytesOut, canDrain);
      most = Math.max(most, paced.bytesOut - drained);
    }
    assertThat(drained).isGreaterThan(15_000_000);
    assertThat(most).isLessThan(CLIENT_HOLDS);
  }

  @Test
  void theSenderIsStoppedAndLetGoOnInTime() {
    // When
    int sent = 0;
    while (!paced.pacer.isFull()) {
      paced.send(1_000);
      sent++;
    }

    // Then: bounded, and never without anything to send while it waits for the sender.
    assertThat(paced.pacer.heldBytes())
        .isBetween(Pacer.HIGH_WATER_BYTES, Pacer.HIGH_WATER_BYTES + 1_100);
    assertThat(sent * 1_000L).isGreaterThan(Pacer.BURST_BYTES);

    // When
    while (paced.pacer.isFull()) {
      paced.advance(SECOND / 1_000);
    }

    // Then
    assertThat(paced.pacer.heldBytes())
        .isBetween(Pacer.HIGH_WATER_BYTES / 2 - 2_000, Pacer.HIGH_WATER_BYTES / 2);
  }

  @Test
  void manySmallMessagesShareTheirAlarms() {
    paced.send(WireLimits.MAX_PAYLOAD_BYTES);
    for (int i = 0; i < 4_000; i++) {
      paced.send(1);
    }
    assertThat(paced.out).hasSizeLessThan(200);

    int rung = paced.advance(SECOND);

    assertThat(paced.out).hasSize(4_001);
    assertThat(rung).isLessThan(120);
    assertThat(paced.alarmAt).isEqualTo(NOT_SET);
  }

  @Test
  void whileTheNetworkTakesNothingNothingIsAddedToTheBurstThatWillCome() {
    // Given
    paced.exitIsFull = true;
    for (int i = 0; i < 10; i++) {
      paced.send(10_000);
    }

    // When
    paced.advance(60 * SECOND);

    // Then
    assertThat(paced.out).isEmpty();
    assertThat(paced.alarmAt).isEqualTo(NOT_SET);

    // When
    paced.exitIsFull = false;
    paced.pacer.release();

    // Then
    assertThat(paced.bytesOut).isLessThanOrEqualTo(Pacer.BURST_BYTES);
    paced.advance(SECOND);
    assertThat(paced.out).hasSize(10);
  }

  @Test
  void whatIsDiscardedIsNeverSent() {
    for (int i = 0; i < 100; i++) {
      paced.send(10_000);
    }
    int out = paced.out.size();

    paced.pacer.discard();
    paced.advance(60 * SECOND);

    assertThat(paced.out).hasSize(out);
    assertThat(paced.pacer.heldBytes()).isZero();
    assertThat(paced.pacer.isFull()).isFalse();
  }

  /** Whatever is sent when, all of it comes out in order, and no faster than it may. */
  @Test
  void anyMessagesKeepTheirOrderAndTheRate() {
    Seeds.forEach(200, PacerTest::anyLife);
  }

  private static void anyLife(RandomGenerator random) {
    Rate rate = new Rate(random.nextLong(1_000, 50_000_000));
    Paced paced = new Paced(rate);
    List<byte[]> sent = new ArrayList<>();
    for (int step = 0; step < 500; step++) {
      switch (random.nextInt(8)) {
        case 0 -> paced.exitIsFull = true;
        case 1 -> {
          paced.exitIsFull = false;
          paced.pacer.release();
        }
        case 2, 3 -> paced.advance(random.nextLong(SECOND / 10));
        default -> {
          boolean large = random.nextInt(10) == 0;
          int payload = random.nextInt(1, large ? WireLimits.MAX_PAYLOAD_BYTES : 100);
          MessageFraming framing = framing(payload, (byte) step);
          sent.add(bytes(framing));
          paced.pacer.send(framing);
        }
      }
      long allowed = Pacer.BURST_BYTES + Math.ceilDiv(paced.now * rate.bytesPerSecond(), SECOND);
      assertThat(paced.bytesOut).isLessThanOrEqualTo(allowed);
    }
    paced.exitIsFull = false;
    paced.pacer.release();
    while (paced.pacer.heldBytes() > 0) {
      paced.advance(SECOND);
    }
    assertThat(paced.out).usingElementComparator(Arrays::compare).isEqualTo(sent);
    assertThat(paced.alarmAt).isEqualTo(NOT_SET);
  }

  private static MessageFraming framing(int payloadBytes, byte fill) {
    byte[] payload = new byte[payloadBytes];
    Arrays.fill(payload, fill);
    return MessageFraming.fromServer(new Message.Data(1, "SSH", 1, ByteBuffer.wrap(payload)));
  }

  private static MessageFraming longestMessage() {
    String name = "x".repeat(1_000);
    List<String> names = new ArrayList<>();
    Message message = new Message.ServiceIds(names);
    while (WireLimits.MAX_MESSAGE_BYTES - MessageCodec.encodedSize(message) > 2_000) {
      names.add(name);
      message = new Message.ServiceIds(names);
    }
    int left = WireLimits.MAX_MESSAGE_BYTES - MessageCodec.encodedSize(message);
    names.add("x".repeat(left - 3));
    return MessageFraming.fromServer(new Message.ServiceIds(names));
  }

  private static byte[] bytes(MessageFraming framing) {
    ByteBuffer bytes = ByteBuffer.allocate(framing.size());
    framing.write(bytes, 0);
    return bytes.array();
  }
}
