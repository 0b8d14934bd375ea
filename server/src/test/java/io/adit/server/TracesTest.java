package io.adit.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces of calls, as a collector gets them. */
class TracesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  @TempDir Path folder;

  private final List<String> bodies = new CopyOnWriteArrayList<>();

  @Test
  void aCallIsASpanBelowItsCallersWithItsTransactionsBelow() throws IOException {
    HttpServer collector = collector();
    try {
      // When
      try (ConsoleFixture server =
          new ConsoleFixture(
              folder.resolve("data"),
              options -> options.with(OperationsOptions.DEFAULT.withTraces(address(collector))))) {
        server.ask("POST", "/", headersOfAnUnknownKey(), "{\"tunnelId\":\"none\"}");
        server.ask("POST", "/", Map.of("traceparent", "00-nonsense"), "{}");
      }

      // Then: a server that stops has sent what it had.
      assertThat(bodies).isNotEmpty();
      String all = String.join("", bodies);
      assertThat(all)
          .contains("IoTSecuredTunneling/DescribeTunnel", "UnrecognizedClientException")
          .contains("adit.request_id", "store read")
          .contains(latin1(TRACE), latin1(PARENT))
          .doesNotContain("ADITNONE", "SignedHeaders");
    } finally {
      collector.stop(0);
    }
  }

  /** Its signature is not looked at: the key is asked for before, in the database. */
  private static Map<String, String> headersOfAnUnknownKey() {
    String now =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
            .format(ZonedDateTime.now(ZoneOffset.UTC));
    return Map.of(
        "X-Amz-Target",
        "IoTSecuredTunneling.DescribeTunnel",
        "Content-Type",
        "application/x-amz-json-1.1",
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=ADITNONE/%s/us-east-1/IoTSecuredTunneling/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=%s"
            .formatted(now.substring(0, 8), "0".repeat(64)),
        "X-Amz-Date",
        now,
        "traceparent",
        "00-" + TRACE + "-" + PARENT + "-01");
  }

  private HttpServer collector() throws IOException {
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          bodies.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    return collector;
  }

  private static URI address(HttpServer collector) {
    return URI.create("http://127.0.0.1:" + collector.getAddress().getPort());
  }

  private static String latin1(String hex) {
    return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
  }
}
