package io.adit.cli.reach;

import io.adit.cli.CommandFailedException;
import io.adit.cli.ExitCode;
import io.adit.cli.Logging;
import io.adit.cli.proxy.ProxyExit;
import io.adit.cli.proxy.status.StatusDisplay;
import io.adit.peer.ProxyOutcome;
import io.adit.peer.socket.Endpoint;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adit forward}: local ports that lead to services of a thing. */
@Command(
    name = "forward",
    header = "Listen on local ports that lead to services of a thing.",
    description = {
      "",
      "LOCAL is PORT, HOST:PORT, [IPv6]:PORT or the path of a Unix socket; without it, and with"
          + " port 0, a free port of 127.0.0.1. Each place is printed when the device is there."
          + " A lost connection to the relay comes back by itself.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 1 the command line is wrong, 2 the thing cannot be reached or the tunnel has"
          + " ended, 130 and 143 ended by a signal, with the tunnel closed.",
      "",
      "Examples:",
      "  adit forward RemoteThing1 8080:WEB",
      "  adit forward RemoteThing1 5432:DB /tmp/app.sock:APP SSH"
    })
public final class ForwardCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "THING", description = "The thing's name.")
  private String thing = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "[LOCAL:]SERVICE",
      description = "A service, and where to listen for it.")
  private final List<String> mappings = new ArrayList<>();

  @Mixin private final ProgressOptions telling = new ProgressOptions();

  @Mixin private final ReachOptions options = new ReachOptions();

  /** A public constructor, because picocli makes it. */
  public ForwardCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    String name = ThingName.of(thing);
    SequencedMap<String, Endpoint> asked = ForwardMapping.parse(mappings);
    try (Farewell farewell = Farewell.atExit()) {
      Reach reach = Reach.begin(options, name, asked.keySet(), telling.start(), farewell);
      SourceLink link = reach.listen(asked);
      announce(link, asked);
      return serve(link, farewell);
    }
  }

  private void announce(SourceLink link, SequencedMap<String, Endpoint> asked) {
    if (spec != null) {
      PrintWriter out = spec.commandLine().getOut();
      asked.forEach((service, _) -> out.println(service + " is at " + link.endpoint(service)));
      out.flush();
    }
  }

  private int serve(SourceLink link, Farewell farewell) throws InterruptedException {
    if (!telling.isQuiet()) {
      Logging.quiet();
      StatusDisplay status = StatusDisplay.start(link.proxy());
      farewell.add(status::close);
    }
    ProxyOutcome outcome = link.awaitEnd();
    if (outcome instanceof ProxyOutcome.Stopped) {
      return ExitCode.OK;
    }
    farewell.close();
    throw new CommandFailedException(ProxyExit.sentence(outcome));
  }
}
