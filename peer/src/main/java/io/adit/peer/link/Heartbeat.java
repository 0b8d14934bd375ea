package io.adit.peer.link;

import io.adit.peer.socket.SocketStream;
import io.adit.peer.socket.Timers;
import io.adit.wire.websocket.ControlFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A link's pings: they keep it open, show that it is dead, and measure the way to the relay. */
final class Heartbeat {
  /** What was pinged and when, by our clock. */
  private record Ping(String payload, long at) {}

  private static final int SILENT_PERIODS_ALLOWED = 3;
  private static final int MAX_UNANSWERED = 8;

  private final Timers timers;
  private final SocketStream socket;
  private final Duration period;
  private final RandomGenerator random;
  private final Deque<Ping> unanswered = new ArrayDeque<>();

  private Runnable cancel = () -> {};
  private @Nullable Duration roundTrip;
  private boolean listening = true;
  private boolean heard;
  private boolean sentData;
  private int silentPeriods;

  /**
   * @param period between two pings
   */
  Heartbeat(Timers timers, SocketStream socket, Duration period, RandomGenerator random) {
    this.timers = timers;
    this.socket = socket;
    this.period = period;
    this.random = random;
  }

  /**
   * Begins to ping, at once.
   *
   * @param onDead told once, why the link is taken for dead
   */
  void start(Consumer<String> onDead) {
    ping();
    cancel = timers.after(period, () -> beat(onDead));
  }

  void stop() {
    cancel.run();
  }

  /** Whether the link is read: silence while it is not proves nothing. */
  void listen(boolean isListening) {
    listening = isListening;
  }

  void onHeard() {
    heard = true;
  }

  void onSentData() {
    sentData = true;
  }

  void onPong(ByteBuffer payload) {
    String text = StandardCharsets.US_ASCII.decode(payload).toString();
    unanswered.stream()
        .filter(ping -> ping.payload().equals(text))
        .findFirst()
        .ifPresent(ping -> {
          roundTrip = Duration.ofNanos(timers.nanoTime() - ping.at());
          unanswered.removeIf(earlier -> earlier.at() <= ping.at());
        });
  }

  /** The last measured way there and back; empty before the first answer. */
  Optional<Duration> roundTrip() {
    return Optional.ofNullable(roundTrip);
  }

  /** Pings, unless an earlier ping is still unanswered or the link takes no more. */
  void measure() {
    if (unanswered.isEmpty() && !socket.isFull()) {
      ping();
    }
  }

  private void beat(Consumer<String> onDead) {
    silentPeriods = heard || !listening ? 0 : silentPeriods + 1;
    heard = false;
    if (silentPeriods >= SILENT_PERIODS_ALLOWED && isDead()) {
      Duration silence = period.multipliedBy(silentPeriods);
      onDead.accept("the relay was silent for " + silence.toMillis() + " ms");
      return;
    }
    if (!socket.isFull()) {
      ping();
    }
    cancel = timers.after(period, () -> beat(onDead));
  }

  /**
   * Silence alone proves nothing once data was sent: a relay whose other side takes no more stops
   * reading this one, pings included. Then the kernel's view decides.
   */
  private boolean isDead() {
    return !sentData || !socket.peerKernelAnswers();
  }

  /** The payload is the official client's; how long the answer took, our own clock tells. */
  private void ping() {
    String epochMillis = Long.toString(System.currentTimeMillis());
    if (unanswered.size() == MAX_UNANSWERED) {
      unanswered.removeFirst();
    }
    unanswered.add(new Ping(epochMillis, timers.nanoTime()));
    ByteBuffer payload = ByteBuffer.wrap(epochMillis.getBytes(StandardCharsets.US_ASCII));
    socket.write(ControlFrame.pingFromClient(payload, random.nextInt()));
  }
}
