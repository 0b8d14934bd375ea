package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.conformance.VerifiedWith.Client;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.ConnectedTunnel;
import io.adit.conformance.programs.Curl;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import io.adit.conformance.sockets.DeviceExchange;
import io.adit.conformance.sockets.DeviceHttp;
import io.adit.conformance.sockets.ExchangeConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many connections and several services through one tunnel, at once. */
class ManyConnectionsTest {
  private static final int CURLS = 50;
  private static final int EXCHANGES = 24;
  // 2 MiB each way on each connection.
  private static final int EXCHANGE_BLOCKS = 256;

  @AutoClose static final Stage STAGE = new Stage();

  private static DeviceHttp web;
  private static DeviceHttp otherWeb;
  private static ConnectedTunnel tunnel;

  @BeforeAll
  static void connect() {
    var server = AditProcess.start(STAGE);
    web = STAGE.owns(new DeviceHttp("first service"));
    otherWeb = STAGE.owns(new DeviceHttp("second service"));
    var exchange = STAGE.owns(new DeviceExchange());
    tunnel =
        ConnectedTunnel.open(
            STAGE,
            server,
            Map.of("WEB", web.port(), "WEB2", otherWeb.port(), "XCH", exchange.port()));
  }

  /** Runs all at the same moment and fails with the first that failed. */
  private static <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
    var start = new CountDownLatch(1);
    var running = new ArrayList<Future<T>>();
    var answers = new ArrayList<T>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var task : tasks) {
        running.add(
            threads.submit(() -> {
              start.await();
              return task.call();
            }));
      }
      start.countDown();
      for (var future : running) {
        answers.add(future.get());
      }
    } catch (ExecutionException e) {
      throw new AssertionError("one of " + tasks.size() + " at once failed", e.getCause());
    }
    return answers;
  }

  private static String curl(String service, int page) {
    var url = "http://127.0.0.1:%d/page/%d".formatted(tunnel.port(service), page);
    return Curl.run(Within.seconds(90), "--fail", "--max-time", "80", url).succeeded().out();
  }

  @VerifiedWith(Client.CURL)
  @Test
  void fiftyCurlsAtOnceEachGetTheirPage() throws Exception {
    // When
    var pages =
        atOnce(
            IntStream.range(0, CURLS)
                .<Callable<String>>mapToObj(page -> () -> curl("WEB", page))
                .toList());

    // Then
    for (int page = 0; page < CURLS; page++) {
      assertThat(pages.get(page)).isEqualTo(web.page("" + page));
    }
  }

  @VerifiedWith(Client.CURL)
  @Test
  void twoServicesAtOnceEachAnswerForThemselves() throws Exception {
    // When
    var pages =
        atOnce(
            IntStream.range(0, 16)
                .<Callable<String>>mapToObj(
                    page -> () -> curl(page % 2 == 0 ? "WEB" : "WEB2", page))
                .toList());

    // Then
    for (int page = 0; page < 16; page++) {
      var service = page % 2 == 0 ? web : otherWeb;
      assertThat(pages.get(page)).isEqualTo(service.page("" + page));
    }
  }

  @Test
  void twentyFourConnectionsThatSendAndReceiveAtOnceKeepTheirBytesApart() throws Exception {
    atOnce(
        IntStream.range(0, EXCHANGES)
            .<Callable<Void>>mapToObj(seed -> () -> exchange(seed))
            .toList());
  }

  private static Void exchange(int seed) throws Exception {
    try (var connection = new ExchangeConnection(tunnel.port("XCH"))) {
      connection.exchange(seed, EXCHANGE_BLOCKS);
      connection.exchange(seed + 1_000_000L, EXCHANGE_BLOCKS);
      return null;
    }
  }
}
