package io.adit.peer;

import static io.adit.peer.Apps.accept;
import static io.adit.peer.Apps.listen;
import static io.adit.peer.Apps.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slow applications and slow relays slow everything down, and lose nothing. */
class BackPressureTest {
  private static final int MEBIBYTE = 1024 * 1024;
  private static final int TOTAL_BYTES = 128 * MEBIBYTE;

  /** The proxy's bound of some mebibytes, and what the kernel holds, which may be tens of them. */
  private static final int HELD_BYTES = 80 * MEBIBYTE;

  /** Longer than a silent relay is waited for, shorter than a stalled application. */
  private static final Duration LONG = Duration.ofMinutes(5);

  private final VirtualTime time = new VirtualTime();
  private final PeerFixture fixture = new PeerFixture().inTime(time);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void anApplicationThatReadsNothingStopsTheRelay() throws Exception {
    try (ServerSocket sshd = listen("127.0.0.1")) {
      PeerFixture.Running destination = fixture.destination("SSH=" + sshd.getLocalPort());
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH");
      link.send(new Message.StreamStart(1, "SSH", 1));
      try (Socket stalled = accept(sshd)) {
        AtomicLong sent = new AtomicLong();
        CRC32 sentSum = new CRC32();
        CompletableFuture<Void> flood = flood(link, sent, sentSum);

        assertThat(awaitStill(sent::get)).isLessThan(HELD_BYTES);
        time.advance(LONG);

        assertThat(checksum(stalled.getInputStream(), TOTAL_BYTES)).isEqualTo(sum(flood, sentSum));
      }
      destination.awaitConnected();
      assertThat(destination.lostItsLink()).isFalse();
    }
  }

  @Test
  void aRelayThatReadsNothingStopsTheApplication() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    try (Socket app = source.connect("SSH")) {
      link.next();
      link.stopReading();
      AtomicLong written = new AtomicLong();
      CRC32 writtenSum = new CRC32();
      CompletableFuture<Void> upload =
          CompletableFuture.runAsync(() -> upload(app, written, writtenSum));

      assertThat(awaitStill(written::get)).isLessThan(HELD_BYTES);
      // The relay is busy, not dead.
      time.advance(LONG);

      link.readAgain();
      CRC32 arrived = new CRC32();
      for (int bytes = 0; bytes < TOTAL_BYTES; ) {
        ByteBuffer payload = ((Message.Data) link.any()).payload();
        bytes += payload.remaining();
        arrived.update(payload);
      }
      upload.get(20, TimeUnit.SECONDS);
      assertThat(arrived.getValue()).isEqualTo(writtenSum.getValue());
      assertThat(source.lostItsLink()).isFalse();
    }
  }

  @Test
  void oneStalledConnectionLosesNothingWhileOthersGoOn() throws Exception {
    try (ServerSocket sshd = listen("127.0.0.1")) {
      fixture.destination("SSH=" + sshd.getLocalPort());
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH");
      link.send(new Message.StreamStart(1, "SSH", 1));
      try (Socket stalled = accept(sshd)) {
        byte[] chunk = new byte[32 * 1024];
        for (int i = 0; i < 16; i++) {
          link.send(new Message.Data(1, "SSH", 1, ByteBuffer.wrap(chunk)));
        }
        for (int id = 2; id <= 8; id++) {
          link.send(new Message.ConnectionStart(1, "SSH", id));
          try (Socket other = accept(sshd)) {
            link.send(Apps.data(1, "SSH", id, "number " + id));
            assertThat(Apps.read(other, 8)).isEqualTo("number " + id);
            write(other, "done");
            assertThat(link.nextText(4)).isEqualTo("done");
          }
          assertThat(link.next()).isEqualTo(new Message.ConnectionReset(1, "SSH", id));
        }
        assertThat(stalled.getInputStream().readNBytes(16 * chunk.length))
            .hasSize(16 * chunk.length)
            .containsOnly(0);
      }
    }
  }

  /** Sends random bytes as fast as the link takes them. */
  private static CompletableFuture<Void> flood(FakeLink link, AtomicLong sent, CRC32 sum) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Random random = new Random(1);
    byte[] chunk = new byte[60_000];
    link.onEventLoop(
        new Runnable() {
          @Override
          public void run() {
            chunk[random.nextInt(chunk.length)]++;
            int count = (int) Math.min(chunk.length, TOTAL_BYTES - sent.get());
            sum.update(chunk, 0, count);
            link.send(new Message.Data(1, "SSH", 1, ByteBuffer.wrap(chunk, 0, count)));
            if (sent.addAndGet(count) == TOTAL_BYTES) {
              done.complete(null);
            } else if (link.takesMore()) {
              link.onEventLoop(this);
            } else {
              link.onDrained(this);
            }
          }
        });
    return done;
  }

  private static long sum(CompletableFuture<Void> done, CRC32 sum) throws Exception {
    done.get(20, TimeUnit.SECONDS);
    return sum.getValue();
  }

  private static void upload(Socket app, AtomicLong written, CRC32 sum) {
    Random random = new Random(2);
    byte[] chunk = new byte[16 * 1024];
    try {
      OutputStream out = app.getOutputStream();
      while (written.get() < TOTAL_BYTES) {
        chunk[random.nextInt(chunk.length)]++;
        sum.update(chunk);
        out.write(chunk);
        written.addAndGet(chunk.length);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long checksum(InputStream in, int total) throws IOException {
    CRC32 sum = new CRC32();
    byte[] chunk = new byte[64 * 1024];
    for (int rest = total; rest > 0; ) {
      int count = in.read(chunk, 0, Math.min(rest, chunk.length));
      assertThat(count).isPositive();
      sum.update(chunk, 0, count);
      rest -= count;
    }
    return sum.getValue();
  }

  /** The counter's value once it has moved and then not for half a second. */
  private long awaitStill(LongSupplier counter) throws InterruptedException {
    CountDownLatch still = new CountDownLatch(1);
    long[] last = {0, 0};
    long timer =
        fixture
            .vertx()
            .setPeriodic(
                50,
                _ -> {
                  long now = counter.getAsLong();
                  last[1] = now == last[0] ? last[1] + 1 : 0;
                  last[0] = now;
                  if (now > 0 && last[1] >= 10) {
                    still.countDown();
                  }
                });
    assertThat(still.await(30, TimeUnit.SECONDS)).isTrue();
    fixture.vertx().cancelTimer(timer);
    return counter.getAsLong();
  }
}
