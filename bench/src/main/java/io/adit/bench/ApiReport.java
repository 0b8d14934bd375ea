package io.adit.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What calls of the API cost.
 *
 * @param flushMillis how long the disk under the database takes until something small is safe
 */
record ApiReport(
    DevicesReport.Machine machine, int tunnels, Latencies flushMillis, List<Row> rows) {

  /** One operation, with so many callers at once. */
  record Row(String what, int callers, double perSecond, double serverMicros, Latencies millis) {
    static Row of(String what, int callers, ApiRound round) {
      return new Row(what, callers, round.perSecond(), round.serverMicros(), round.millis());
    }

    private String line() {
      return String.format(
          Locale.ROOT,
          "| %s | %d | %,.0f | %.1f ms | %.1f ms | %.1f ms | %.2f ms |",
          what,
          callers,
          perSecond,
          millis.p50(),
          millis.p99(),
          millis.max(),
          serverMicros / 1e3);
    }
  }

  void write(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    new JsonMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), this);
  }

  /** For the terminal, and for docs/performance.md. */
  String table() {
    return String.format(
            Locale.ROOT,
            """
            %,d tunnels, %s, %d processors, Java %s; a flush of the disk takes %.2f ms (p50), %.1f ms (p99)

            | call | callers at once | a second | p50 | p99 | longest | processor time of the server |
            | --- | --- | --- | --- | --- | --- | --- |
            """,
            tunnels,
            machine.system(),
            machine.processors(),
            machine.java(),
            flushMillis.p50(),
            flushMillis.p99())
        + rows.stream().map(Row::line).collect(Collectors.joining("\n"))
        + "\n";
  }
}
