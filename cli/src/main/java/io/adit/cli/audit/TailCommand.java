package io.adit.cli.audit;

import io.adit.cli.CommandFailedException;
import io.adit.cli.ExitCode;
import io.adit.server.AuditArchive;
import io.adit.server.audit.chain.AuditLine;
import io.adit.server.audit.read.AuditFilter;
import io.adit.server.audit.read.AuditFollower;
import io.adit.server.audit.read.AuditReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code adit audit tail}. */
@Command(
    name = "tail",
    header = "Show the newest records.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  adit audit tail -f",
      "  adit audit tail --since 2h --thing RemoteThing1",
      "  adit audit tail -n 100 --event ConnectionEnded --json"
    })
final class TailCommand implements Callable<Integer> {
  private static final int PAGE = 1_000;
  private static final long LOOK_MILLIS = 250;

  @Mixin private final LogOptions log = new LogOptions();

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "COUNT",
      description = "How many records. Default: 20; with --since all since then.")
  private @Nullable Integer count;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Records since then: 2026-11-27T21:45:00Z, or how long ago, such as 3h.",
      converter = LogOptions.Moment.class)
  private @Nullable Instant since;

  @Option(
      names = {"-f", "--follow"},
      description = "Stay, and show what comes, until Ctrl-C.")
  private boolean follow;

  @Option(names = "--json", description = "The records as they are, a line of JSON for each.")
  private boolean json;

  TailCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    AuditArchive archive = log.archive();
    AuditFilter filter = log.filter(since, null);
    try {
      List<AuditLine> newest = newest(new AuditReader(archive.folder()), filter);
      newest.reversed().forEach(this::show);
      if (follow) {
        follow(archive, filter, newest.isEmpty() ? 0 : newest.getFirst().seq());
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailedException("the audit log cannot be read: " + e);
    }
  }

  private List<AuditLine> newest(AuditReader reader, AuditFilter filter) throws IOException {
    int most = count != null ? count : since == null ? 20 : Integer.MAX_VALUE;
    List<AuditLine> newest = new ArrayList<>();
    Long before = Long.MAX_VALUE;
    while (before != null && newest.size() < most) {
      AuditReader.Page page = reader.before(before, filter, Math.min(PAGE, most - newest.size()));
      newest.addAll(page.lines());
      before = page.next();
    }
    return newest;
  }

  /** Until the process is ended. */
  private void follow(AuditArchive archive, AuditFilter filter, long after)
      throws IOException, InterruptedException {
    try (var follower = new AuditFollower(archive.folder(), after + 1)) {
      while (true) {
        AuditLine line = follower.next();
        if (line == null) {
          Thread.sleep(LOOK_MILLIS);
        } else if (filter.matches(line)) {
          show(line);
        }
      }
    }
  }

  private void show(AuditLine line) {
    log.out().println(json ? line.toString() : RecordText.of(line.tree()));
    log.out().flush();
  }
}
