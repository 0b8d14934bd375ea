package io.adit.bench.idle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.adit.bench.api.ApiClients;
import io.adit.bench.api.SignedRequests;
import io.adit.bench.idle.IdleLinks.Ticket;
import io.adit.bench.idle.IdleReport.Held;
import io.adit.bench.measure.Machine;
import io.adit.bench.measure.ProcessUsage;
import io.adit.bench.process.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Opens tunnels and connects both sides of each. The server's memory is looked at after some links
 * have come and gone, and again with all of them, both times after a full collection.
 */
final class IdleLoad {
  private static final int WARM_UP_TUNNELS = 500;
  private static final int CALLERS = 32;
  private static final JsonMapper JSON = new JsonMapper();

  private final int tunnels;
  private final Path folder;
  private final PrintWriter out;

  IdleLoad(int tunnels, Path folder, PrintWriter out) {
    this.tunnels = tunnels;
    this.folder = folder;
    this.out = out;
  }

  IdleReport run() throws IOException {
    Machine machine = Machine.here();
    Path launcher = ServerProcess.launcher();
    try (ServerProcess server = ServerProcess.start(launcher, folder.resolve("data"))) {
      say("Warming up");
      List<Ticket> some = open(server, WARM_UP_TUNNELS);
      try (var links = new IdleLinks(server)) {
        links.connect(some);
      }
      say("Opening %,d tunnels".formatted(tunnels));
      List<Ticket> tickets = open(server, tunnels);
      Held before = held(server);
      say("Connecting %,d links".formatted(tickets.size()));
      try (var links = new IdleLinks(server)) {
        ProcessUsage used = ProcessUsage.of(server.pid());
        long begin = System.nanoTime();
        links.connect(tickets);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double cpu = ProcessUsage.of(server.pid()).since(used).cpuSeconds();
        Held with = held(server);
        requireAll(links, tickets.size());
        return new IdleReport(
            machine,
            tickets.size(),
            tickets.size() / seconds,
            cpu * 1e3 / tickets.size(),
            before,
            with);
      }
    }
  }

  private static List<Ticket> open(ServerProcess server, int count) throws IOException {
    var tickets = new ArrayList<Ticket>();
    try (ApiClients callers = ApiClients.connect(server, CALLERS)) {
      String input = "{\"destinationConfig\":{\"services\":[\"SSH\"]}}";
      byte[] call = new SignedRequests(server.api()).of("OpenTunnel", input);
      for (String answer : callers.call(Collections.nCopies(count, call), CALLERS).answers()) {
        JsonNode opened = JSON.readTree(answer);
        tickets.add(new Ticket("source", opened.path("sourceAccessToken").asText()));
        tickets.add(new Ticket("destination", opened.path("destinationAccessToken").asText()));
      }
    }
    return tickets;
  }

  private static Held held(ServerProcess server) throws IOException {
    ServerProcess.Memory memory = server.memory();
    try (var threads = Files.list(Path.of("/proc", "" + server.pid(), "task"))) {
      return new Held(memory.residentKib(), memory.heapUsedKib(), threads.count());
    }
  }

  private static void requireAll(IdleLinks links, int wanted) throws IOException {
    if (links.connected() != wanted) {
      throw new IOException(links.connected() + " of " + wanted + " links stayed connected");
    }
  }

  private void say(String what) {
    out.println(what);
    out.flush();
  }
}
