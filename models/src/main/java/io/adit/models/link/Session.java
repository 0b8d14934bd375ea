package io.adit.models.link;

import io.adit.models.client.Fate;
import io.adit.models.client.Inbox;
import io.adit.models.client.ModelApp;
import io.adit.models.client.ModelClient;
import io.adit.wire.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A client's life on one link. Three virtual threads: the one that calls {@link #live} reads,
 * another sends what the client has to say, a third pings. What the client has to say waits without
 * bound, as in the originals. The client itself is touched under the monitor only.
 */
final class Session {
  /** A longer message ends the link in the originals. */
  private static final int MAX_MESSAGE_BYTES = 16 << 20;

  private static final byte[] TOO_BIG = {0x03, (byte) 0xf1};
  private static final Duration FOREVER = Duration.ofDays(1);

  private final ModelClient client;
  private final WebSocket socket;
  private final Monitor monitor;
  private final OptionalInt appBytesPerSecond;
  private final Inbox inbox;
  private final BlockingQueue<Message> toRelay = new LinkedBlockingQueue<>();
  private final List<SlowApp> slowApps = new ArrayList<>(); // guarded by monitor
  private int messageBytes;
  private boolean over; // guarded by monitor

  Session(ModelClient client, WebSocket socket, Monitor monitor, OptionalInt appBytesPerSecond) {
    this.client = client;
    this.socket = socket;
    this.monitor = monitor;
    this.appBytesPerSecond = appBytesPerSecond;
    this.inbox = new Inbox(client);
    client.connect(toRelay::add);
  }

  ModelClient client() {
    return client;
  }

  /** Returns how it ended; before that, its connection is closed. */
  Fate live() {
    Thread sender = Thread.ofVirtual().start(this::send);
    Thread pinger = Thread.ofVirtual().start(this::ping);
    try (socket) {
      while (awaitReading()) {
        onFrame(socket.read());
      }
    } catch (IOException e) {
      monitor.run(client::hearEnd);
    }
    monitor.run(() -> {
      over = true;
      client.hearEnd();
    });
    sender.interrupt();
    pinger.interrupt();
    return client.fate();
  }

  /** Ends it from outside, as the end of the program would. */
  void end() {
    monitor.run(() -> over = true);
    closeSocket();
  }

  /** A client that is deaf leaves what comes in the socket, and does not notice its end either. */
  private boolean awaitReading() {
    monitor.await(() -> over || client.isReading() || isEnded(), FOREVER);
    return monitor.get(() -> !over && !isEnded());
  }

  private boolean isEnded() {
    return client.fate() instanceof Fate.Exited || client.fate() instanceof Fate.Reconnecting;
  }

  private void onFrame(WebSocket.Frame frame) throws IOException {
    switch (frame.opcode()) {
      case WebSocket.PING -> {
        for (int i = 0; i < client.pongsForAPing(); i++) {
          socket.send(WebSocket.PONG, frame.payload());
        }
      }
      case WebSocket.PONG ->
          monitor.run(
              () -> client.hearPong(new String(frame.payload(), StandardCharsets.ISO_8859_1)));
      case WebSocket.CLOSE -> monitor.run(client::hearClose);
      // Text as well: to them, it is bytes.
      default -> onPayload(frame);
    }
  }

  private void onPayload(WebSocket.Frame frame) throws IOException {
    messageBytes += frame.payload().length;
    if (messageBytes > MAX_MESSAGE_BYTES) {
      socket.send(WebSocket.CLOSE, TOO_BIG);
      throw new IOException("a message of more than 16 MiB");
    }
    if (frame.isFinal()) {
      messageBytes = 0;
    }
    monitor.run(() -> {
      slowApps.forEach(SlowApp::catchUp);
      inbox.onFrame(ByteBuffer.wrap(frame.payload()));
      appBytesPerSecond.ifPresent(this::slowDown);
    });
  }

  /** Each new application reads at its own pace. */
  private void slowDown(int bytesPerSecond) {
    for (ModelApp app : client.apps().subList(slowApps.size(), client.apps().size())) {
      SlowApp slow = new SlowApp(app, bytesPerSecond, monitor);
      slowApps.add(slow);
      Thread.ofVirtual().start(slow);
    }
  }

  private void send() {
    try {
      while (true) {
        socket.send(toRelay.take());
      }
    } catch (IOException | InterruptedException e) {
      // The reader notices the end, if the client does.
      return;
    }
  }

  /** At once and by period, with the time; nobody waits for the answers. */
  private void ping() {
    Duration period = Duration.ofMillis(client.version().pingPeriodMillis());
    try {
      do {
        String now = Long.toString(InstantSource.system().millis());
        socket.send(WebSocket.PING, now.getBytes(StandardCharsets.US_ASCII));
      } while (!monitor.await(() -> over, period) && !Thread.currentThread().isInterrupted());
    } catch (IOException e) {
      return;
    }
  }

  private void closeSocket() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
      return;
    }
  }
}
