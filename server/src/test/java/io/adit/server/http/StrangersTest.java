package io.adit.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.adit.server.testing.Logged;
import io.adit.server.testing.RawConnection;
import io.adit.server.testing.TestTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What those can do to the port who have no business there. */
@Isolated("it reads what a class logs")
class StrangersTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int MEBIBYTE = 1 << 20;

  @TempDir static Path folder;
  private static TestTls tls;

  @BeforeAll
  static void makeCertificate() {
    tls = new TestTls(folder);
  }

  @Test
  void theOldestOfTooManyOfOneAddressGivesWayAndWhoIsKnownStays() throws Exception {
    try (Logged log = new Logged(Strangers.class, Level.INFO);
        PortFixture server = new PortFixture(tls, new StrangerLimits(100, 3, 100, 100))) {
      // Given
      RawConnection known = server.connect();
      call(known);
      RawConnection oldest = server.connect();
      List<RawConnection> others = List.of(server.plain(), server.plain());

      // When
      RawConnection newest = server.connect();

      // Then
      assertThat(oldest.isAtEnd()).isTrue();
      assertThat(call(newest).status()).isEqualTo(200);
      assertThat(call(known).status()).isEqualTo(200);
      for (RawConnection other : others) {
        assertThat(other.isCutWithin(1)).isFalse();
      }
      assertThat(log.lines())
          .containsExactly(
              "INFO A connection from 127.0.0.1 is cut: it has come to nothing yet, and there are"
                  + " 3 of its address");
    }
  }

  @Test
  void theOldestOfAllGivesWayWhereThereAreTooMany() throws Exception {
    try (PortFixture server = new PortFixture(tls, new StrangerLimits(2, 100, 100, 100))) {
      // Given
      RawConnection oldest = server.connect();
      RawConnection other = server.plain();

      // When
      RawConnection newest = server.connect();

      // Then
      assertThat(oldest.isAtEnd()).isTrue();
      assertThat(call(newest).status()).isEqualTo(200);
      assertThat(other.isCutWithin(1)).isFalse();
    }
  }

  @Test
  void anAddressWhoseConnectionsComeToNothingTooOftenIsCutAtOnce() throws Exception {
    try (Logged log = new Logged(Strangers.class, Level.INFO);
        PortFixture server = new PortFixture(tls, new StrangerLimits(100, 100, 1, 5))) {
      // Given: whoever is known costs nothing.
      for (int i = 0; i < 20; i++) {
        try (RawConnection known = server.connect()) {
          call(known);
        }
      }

      // When
      int cut = 0;
      for (int i = 0; i < 20; i++) {
        try (RawConnection stranger = RawConnection.plain(server.port().port())) {
          cut += stranger.isCutWithin(i < 5 ? 1 : 200) ? 1 : 0;
        } catch (IOException e) {
          cut++; // so soon that connecting failed
        }
      }

      // Then: the budget may have grown by one or two meanwhile.
      assertThat(cut).isBetween(10, 15);
      assertThat(log.lines())
          .contains(
              "INFO Connections from 127.0.0.1 are cut: more than 1 a second come to nothing");
    }
  }

  @Test
  void whoTricklesIsCutWhateverItTrickles() throws Exception {
    try (Logged log = new Logged(Router.class, Level.INFO);
        PortFixture server = new PortFixture(tls);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Given
      server.reopen(Duration.ofMillis(600), Duration.ofMillis(600), LONG);
      byte[] record = {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xfc, 0x03, 0x03};

      // When
      List<Future<Boolean>> ends = new ArrayList<>();
      ends.add(threads.submit(() -> isCutWhileTrickling(server.plain(), record)));
      for (String begun :
          List.of(
              "",
              "GET / HTTP/1.1\r\nHost: l\r\nX: ",
              "POST / HTTP/1.1\r\nHost: l\r\nContent-Le" + "ngth: 9999\r\n\r\n",
              "POST / HTTP/1.1\r\nHost: l\r\nTransfer-Encoding: chunked\r\n\r\n5;")) {
        RawConnection connection = server.connect().send(ascii(begun));
        ends.add(threads.submit(() -> isCutWhileTrickling(connection, ascii("a".repeat(200)))));
      }

      // Then
      for (Future<Boolean> end : ends) {
        assertThat(end.get(20, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(String.join("\n", log.lines()))
          .contains(
              "failed in TLS", "the head of a request did not come in time", "a body did not");
    }
  }

  /** Each byte takes 50 ms; all of them take longer than the port waits. */
  private static boolean isCutWhileTrickling(RawConnection connection, byte[] bytes)
      throws IOException {
    for (byte each : bytes) {
      try {
        connection.send(new byte[] {each});
      } catch (IOException e) {
        return true;
      }
      if (connection.isCutWithin(50)) {
        return true;
      }
    }
    return connection.isCutWithin(5_000);
  }

  @Test
  void bodiesThatAreNeverWholeTakeNoMoreThanTheirBudget() throws Exception {
    try (PortFixture server = new PortFixture(tls)) {
      // Given
      byte[] allButOne = new byte[MEBIBYTE - 1];
      List<RawConnection> waiting = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        waiting.add(begin(server, MEBIBYTE).send(allButOne));
      }

      // When: all have arrived once nothing more is taken.
      RawConnection.Response refused = begin(server, MEBIBYTE).send(allButOne).readResponse();
      RawConnection.Response small = server.post(new byte[0]);
      for (RawConnection each : waiting) {
        each.close();
      }

      // Then
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body()).contains("ServiceUnavailableException", "try again later");
      assertThat(small.status()).isEqualTo(200);
      assertThat(eventuallyTaken(server)).isTrue();
    }
  }

  private static RawConnection begin(PortFixture server, int bytes) throws IOException {
    return server
        .connect()
        .sendLines("POST / HTTP/1.1", "Host: localhost", "Content-Length: " + bytes, "");
  }

  private static boolean eventuallyTaken(PortFixture server) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (server.post(new byte[MEBIBYTE]).status() != 200) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
    }
    return true;
  }

  @Test
  void whoReadsNoAnswersIsNotReadEither() throws Exception {
    try (PortFixture server = new PortFixture(tls);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Given
      AtomicInteger answered = new AtomicInteger();
      CountDownLatch some = new CountDownLatch(1);
      server.api =
          _ -> {
            answered.incrementAndGet();
            some.countDown();
            return new ApiResponse(200, Map.of(), new byte[MEBIBYTE]);
          };
      RawConnection connection = server.connect();

      // When
      Future<?> sending =
          threads.submit(() -> {
            byte[] request =
                ascii(
                    "POST / HTTP/1.1\r\nHost: l\r\nX: %s\r\nContent-Length: 0\r\n\r\n"
                        .formatted("x".repeat(500)));
            for (int i = 0; i < 100_000; i++) {
              connection.send(request);
            }
            return null;
          });
      some.await(20, TimeUnit.SECONDS);

      // Then: what is sent waits in the network, and so does who sends it.
      assertThat(connection.isCutWithin(1)).isFalse();
      assertThat(call(server.connect()).status()).isEqualTo(200);
      assertThat(answered.get()).isLessThan(40);
      assertThat(sending.state()).as("%s", sending).isEqualTo(Future.State.RUNNING);
      connection.cut();
    }
  }

  private static RawConnection.Response call(RawConnection connection) throws IOException {
    return connection
        .sendLines("POST / HTTP/1.1", "Host: localhost", "Content-Length: 0", "")
        .readResponse();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
