package io.adit.server.relay;

import static io.adit.server.testing.Messages.data;
import static io.adit.server.testing.Messages.serviceIds;
import static io.adit.server.testing.Messages.streamStart;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.testing.RawConnection;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.wire.AccessToken;
import io.adit.wire.Message;
import io.adit.wire.Side;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever strangers send, a tunnel that runs beside them notices nothing. */
class MalformedHandshakesTest {
  private static final long SEED = 20261124;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @TempDir Path folder;

  @Test
  void eachGetsAnErrorOrACloseAndANeighbouringTunnelLosesNothing() throws Exception {
    try (RelayFixture server = new RelayFixture(folder, RelayOptions.DEFAULT, PATIENCE);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        ExecutorService few = Executors.newFixedThreadPool(16)) {
      // Given
      AtomicBoolean enough = new AtomicBoolean();
      Future<Integer> neighbour = threads.submit(() -> copyUntil(server, enough));
      List<byte[]> requests = requests();
      List<Callable<String>> strangers = new ArrayList<>();
      requests.forEach(request -> strangers.add(() -> answerTo(request, server)));

      // When
      List<Future<String>> answers = few.invokeAll(strangers);
      enough.set(true);

      // Then
      assertThat(neighbour.get(20, TimeUnit.SECONDS)).isPositive();
      int answered = 0;
      for (int i = 0; i < requests.size(); i++) {
        String answer = answers.get(i).get();
        assertThat(answer)
            .as(new String(requests.get(i), StandardCharsets.ISO_8859_1))
            .doesNotContain("xception")
            .doesNotContain("\tat ")
            .hasSizeLessThan(1_000)
            .matches("(?s)(HTTP/\\d\\.\\d (4|501).*)?");
        answered += answer.isEmpty() ? 0 : 1;
      }
      // The others sent no whole head, and were closed when their time was up.
      assertThat(answered).isGreaterThan(100);
    }
  }

  private static String answerTo(byte[] request, RelayFixture server) throws IOException {
    try (RawConnection connection = server.connect()) {
      return connection.send(request).readToEnd();
    }
  }

  private static List<byte[]> requests() {
    List<byte[]> requests = new ArrayList<>(byHand());
    Random random = new Random(SEED);
    byte[] good = good().bytes();
    for (int i = 0; i < 60; i++) {
      byte[] noise = new byte[1 + random.nextInt(6_000)];
      random.nextBytes(noise);
      requests.add(noise);
    }
    for (int i = 0; i < 120; i++) {
      byte[] spoilt = Arrays.copyOf(good, i % 4 == 0 ? random.nextInt(good.length) : good.length);
      for (int flips = random.nextInt(8); flips >= 0 && spoilt.length > 0; flips--) {
        spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt(256);
      }
      requests.add(spoilt);
    }
    return requests;
  }

  private static List<byte[]> byHand() {
    HandshakeText noHeaders = good();
    for (String name :
        List.of("Host", "Upgrade", "Connection", "User-Agent", "access-token", "Sec-WebSocket")) {
      noHeaders.without(name);
    }
    return List.of(
        bytes(""),
        bytes("\r\n\r\n\r\n\r\n"),
        bytes("\0\0\0\0"),
        bytes("GET"),
        bytes("GET /tunnel\r\n\r\n"),
        bytes("GET /tunnel HTTP/9.9\r\n\r\n"),
        bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        noHeaders.bytes(),
        good().requestLine("GET /tunnel?%zz=%&&&=&local-proxy-mode=%73ource HTTP/1.1").bytes(),
        good().requestLine("GET http://[::1/tunnel?local-proxy-mode=source HTTP/1.1").bytes(),
        good().requestLine("GET /../tunnel?local-proxy-mode=source HTTP/1.1").bytes(),
        good().requestLine("GET /tunnel;a?local-proxy-mode=source HTTP/1.1").bytes(),
        good().requestLine("CONNECT /tunnel?local-proxy-mode=source HTTP/1.1").bytes(),
        good().with("Cookie: ;;;=;awsiot-tunnel-token").bytes(),
        good().with("Cookie: awsiot-tunnel-token=").with("Origin: https://a\u00e9").bytes(),
        good().with("Content-Length: 5").bytes(),
        good().with("Transfer-Encoding: chunked").bytes(),
        good().with("Transfer-Encoding: chunked").with("Content-Length: 3").bytes(),
        good().with(" folded: yes").bytes(),
        good().with("no colon").bytes(),
        good().with(": no name").bytes(),
        good().with("access-token: a\u0001b").bytes(),
        good().with("X: " + "y".repeat(20_000)).bytes(),
        good().filledTo(9_000).bytes(),
        LinkClient.join(good().bytes(), good().bytes()));
  }

  private static HandshakeText good() {
    return HandshakeText.of(Side.SOURCE, new AccessToken("nobody-knows-it"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Sends blocks through a tunnel and back; returns how many went the whole way. */
  private static int copyUntil(RelayFixture server, AtomicBoolean enough) throws IOException {
    OpenedTunnel tunnel = server.open("SSH");
    Random random = new Random(SEED);
    try (LinkClient destination = server.link(Side.DESTINATION, tunnel.destination());
        LinkClient source = server.link(Side.SOURCE, tunnel.source())) {
      assertThat(destination.next()).isEqualTo(serviceIds("SSH"));
      assertThat(source.next()).isEqualTo(serviceIds("SSH"));
      source.send(streamStart(1, "SSH", 1));
      assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
      int blocks = 0;
      for (; !enough.get(); blocks++) {
        byte[] block = new byte[1 + random.nextInt(64_512)];
        random.nextBytes(block);
        Message.Data message = data(1, "SSH", 1, block);
        source.send(message);
        assertThat(destination.next()).isEqualTo(message);
        destination.send(message);
        assertThat(source.next()).isEqualTo(message);
      }
      return blocks;
    }
  }
}
