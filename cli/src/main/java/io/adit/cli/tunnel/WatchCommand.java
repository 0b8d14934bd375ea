package io.adit.cli.tunnel;

import io.adit.cli.ExitCode;
import io.adit.cli.WrongUsageException;
import io.adit.cli.api.TunnelFacts;
import io.adit.cli.api.TunnelId;
import io.adit.cli.api.Tunnels;
import io.adit.cli.reach.ReachOptions;
import io.adit.cli.reach.ThingName;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code adit tunnel watch}. */
@Command(
    name = "watch",
    header = "Show what happens to tunnels, a line for each change.",
    description = {
      "",
      "Of one tunnel it ends when that is closed; otherwise with Ctrl-C. Looks at the 50 newest.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  adit tunnel watch --thing RemoteThing1"})
final class WatchCommand implements Callable<Integer> {
  private static final int MOST = 50;

  @Parameters(
      arity = "0..1",
      paramLabel = "TUNNEL",
      description = "The tunnel's id or ARN. Without one: all that are open.")
  private @Nullable String tunnel;

  @Option(names = "--thing", paramLabel = "THING", description = "Only those of this thing.")
  private @Nullable String thing;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = "How often to look. Default: 2s.",
      converter = ReachOptions.Time.class)
  private Duration interval = Duration.ofSeconds(2);

  @Mixin private final TunnelCall call = new TunnelCall();

  WatchCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (tunnel != null && thing != null) {
      throw new WrongUsageException("give a tunnel or --thing, not both");
    }
    String id = tunnel == null ? null : TunnelId.of(tunnel);
    String name = thing == null ? null : ThingName.of(thing);
    TunnelChanges changes = new TunnelChanges(this::show);
    try (Tunnels tunnels = call.connect()) {
      while (true) {
        Map<String, TunnelFacts> now =
            id == null ? open(tunnels, name, changes) : one(tunnels, id, changes);
        changes.onLook(now);
        if (id != null && now.values().stream().noneMatch(TunnelFacts::isOpen)) {
          return ExitCode.OK;
        }
        Thread.sleep(interval);
      }
    }
  }

  private static Map<String, TunnelFacts> one(Tunnels tunnels, String id, TunnelChanges changes) {
    // The first time it has to be there.
    Optional<TunnelFacts> found =
        changes.hasLooked() ? tunnels.find(id) : Optional.of(tunnels.describe(id));
    return found.map(facts -> Map.of(id, facts)).orElse(Map.of());
  }

  /** Those that are open, and those that were a moment ago. */
  private static Map<String, TunnelFacts> open(
      Tunnels tunnels, @Nullable String thing, TunnelChanges changes) {
    Set<String> ids = new LinkedHashSet<>(changes.openIds());
    tunnels.list(thing, TunnelFacts.Summary::isOpen, MOST).forEach(each -> ids.add(each.id()));
    Map<String, TunnelFacts> now = new LinkedHashMap<>();
    ids.forEach(each -> tunnels.find(each).ifPresent(facts -> now.put(each, facts)));
    return now;
  }

  private void show(String id, String change) {
    call.out().println(Answer.time(Instant.now()) + "  " + id + "  " + change);
    call.out().flush();
  }
}
