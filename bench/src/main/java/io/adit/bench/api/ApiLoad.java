package io.adit.bench.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.adit.bench.measure.Disk;
import io.adit.bench.measure.Latencies;
import io.adit.bench.measure.Machine;
import io.adit.bench.process.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Opens tunnels in rounds until there are as many as wanted, then lists, describes and rotates
 * among them, with one caller at a time and with many.
 */
final class ApiLoad {
  private static final long SEED = 20_261_127;
  private static final int ROUND = 5_000;
  private static final int WARM_UP_ROUNDS = 2;
  private static final int CALLS = 3_000;
  private static final int PAGE = 100;
  private static final int PAGE_CALLS = 500;

  /** So that each has more tunnels than a page. */
  private static final int TUNNELS_OF_THING = 200;

  private static final JsonMapper JSON = new JsonMapper();

  private final int tunnels;
  private final int clients;
  private final Path folder;
  private final PrintWriter out;
  private final Random random = new Random(SEED);
  private final List<String> ids = new ArrayList<>();
  private final List<ApiReport.Row> rows = new ArrayList<>();

  ApiLoad(int tunnels, int clients, Path folder, PrintWriter out) {
    this.tunnels = tunnels;
    this.clients = clients;
    this.folder = folder;
    this.out = out;
  }

  ApiReport run() throws IOException {
    Latencies flushes = Disk.flushes(folder);
    try (ServerProcess server =
            ServerProcess.start(ServerProcess.launcher(), folder.resolve("data"));
        ApiClients callers = ApiClients.connect(server, clients)) {
      var requests = new SignedRequests(server.api());
      open(callers, requests);
      list(callers, requests);
      measure("DescribeTunnel", callers, requests, ApiLoad::ofTunnel);
      measure("RotateTunnelAccessToken", callers, requests, ApiLoad::rotation);
      return new ApiReport(Machine.here(), ids.size(), flushes, rows);
    }
  }

  private void open(ApiClients callers, SignedRequests requests) throws IOException {
    say("Opening %,d tunnels".formatted(tunnels));
    var rounds = new ArrayList<ApiRound>();
    while (ids.size() < tunnels) {
      int first = ids.size();
      ApiRound round =
          callers.call(
              IntStream.range(first, Math.min(first + ROUND, tunnels))
                  .mapToObj(number -> requests.of("OpenTunnel", opening(number)))
                  .toList(),
              clients);
      rounds.add(round);
      for (String answer : round.answers()) {
        ids.add(JSON.readTree(answer).path("tunnelId").asText());
      }
      say(
          "  %,7d tunnels, %,.0f a second, %,.0f us of the server"
              .formatted(ids.size(), round.perSecond(), round.serverMicros()));
    }
    rows.add(
        ApiReport.Row.of(
            "OpenTunnel, median of rounds of %,d".formatted(ROUND),
            clients,
            median(rounds.subList(WARM_UP_ROUNDS, rounds.size()))));
    Collections.shuffle(ids, random);
    List<byte[]> alone =
        IntStream.range(0, CALLS).mapToObj(i -> requests.of("OpenTunnel", opening(i))).toList();
    rows.add(ApiReport.Row.of("OpenTunnel", 1, callers.call(alone, 1)));
  }

  private String opening(int number) {
    return JSON.createObjectNode()
        .set(
            "destinationConfig",
            JSON.createObjectNode()
                .put("thingName", "thing-" + number % Math.max(1, tunnels / TUNNELS_OF_THING))
                .set("services", JSON.createArrayNode().add("SSH")))
        .toString();
  }

  private static ApiRound median(List<ApiRound> rounds) {
    List<ApiRound> sorted =
        rounds.stream().sorted(Comparator.comparingDouble(ApiRound::perSecond)).toList();
    return sorted.get(sorted.size() / 2);
  }

  private void list(ApiClients callers, SignedRequests requests) throws IOException {
    say("Listing");
    String first = JSON.createObjectNode().put("maxResults", PAGE).toString();
    String middle = first;
    for (int page = 0; page < tunnels / PAGE / 2; page++) {
      middle = next(callers.call(List.of(requests.of("ListTunnels", middle)), 1));
    }
    String thing =
        JSON.createObjectNode().put("thingName", "thing-7").put("maxResults", PAGE).toString();
    pages("the first", first, callers, requests);
    pages("in the middle", middle, callers, requests);
    pages("of a thing", thing, callers, requests);
  }

  private static String next(ApiRound page) throws JsonProcessingException {
    JsonNode token = JSON.readTree(page.answers().getFirst()).path("nextToken");
    return JSON.createObjectNode()
        .put("maxResults", PAGE)
        .put("nextToken", token.asText())
        .toString();
  }

  private void pages(String which, String json, ApiClients callers, SignedRequests requests)
      throws IOException {
    List<byte[]> same = Collections.nCopies(PAGE_CALLS, requests.of("ListTunnels", json));
    ApiRound round = callers.call(same, 1);
    int listed = JSON.readTree(round.answers().getFirst()).path("tunnelSummaries").size();
    if (listed != PAGE) {
      throw new IOException("the page " + which + " has " + listed + " tunnels, not " + PAGE);
    }
    rows.add(ApiReport.Row.of("ListTunnels, " + PAGE + ", " + which, 1, round));
  }

  private void measure(
      String operation, ApiClients callers, SignedRequests requests, Function<String, String> input)
      throws IOException {
    say(operation);
    for (int atOnce : new int[] {1, clients}) {
      List<byte[]> calls =
          IntStream.range(0, CALLS)
              .mapToObj(_ -> ids.get(random.nextInt(ids.size())))
              .map(id -> requests.of(operation, input.apply(id)))
              .toList();
      rows.add(ApiReport.Row.of(operation, atOnce, callers.call(calls, atOnce)));
    }
  }

  private static String ofTunnel(String id) {
    return JSON.createObjectNode().put("tunnelId", id).toString();
  }

  private static String rotation(String id) {
    return JSON.createObjectNode().put("tunnelId", id).put("clientMode", "ALL").toString();
  }

  private void say(String what) {
    out.println(what);
    out.flush();
  }
}
