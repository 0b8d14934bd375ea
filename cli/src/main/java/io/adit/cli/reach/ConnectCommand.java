package io.adit.cli.reach;

import io.adit.cli.CommandFailedException;
import io.adit.cli.ExitCode;
import io.adit.cli.proxy.ProxyExit;
import io.adit.peer.ProxyOutcome;
import io.adit.peer.socket.Channels;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code adit connect}: standard input and output are a connection to a service. */
@Command(
    name = "connect",
    header = "Connect standard input and output to a service of a thing.",
    description = {
      "",
      "For ssh's ProxyCommand, and for whatever else talks to a program: only the connection's"
          + " bytes go through standard input and output. A name that ends in .adit is the thing's"
          + " name before it, so that one block of ~/.ssh/config does for all things: see"
          + " 'adit ssh-config'.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 0 the connection is over, 1 the command line is wrong, 2 it came to nothing.",
      "",
      "Examples:",
      "  ssh -o ProxyCommand='adit connect %%n' pi@RemoteThing1.adit",
      "  printf 'GET / HTTP/1.0\\r\\n\\r\\n' | adit connect RemoteThing1 WEB"
    })
public final class ConnectCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "THING", description = "The thing's name.")
  private String thing = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "The service. Default: SSH.")
  private @Nullable String service;

  @Mixin private final ProgressOptions telling = new ProgressOptions();

  @Mixin private final ReachOptions options = new ReachOptions();

  /** A public constructor, because picocli makes it. */
  public ConnectCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    // Whatever prints without asking would be in the middle of somebody's connection.
    System.setOut(System.err);
    String name = ThingName.of(thing);
    String wanted = service == null ? Services.SSH : Services.of(service);
    try (Farewell farewell = Farewell.atExit()) {
      Reach reach = Reach.begin(options, name, List.of(wanted), telling.start(), farewell);
      return exitCode(reach.carry(wanted, Channels.standard()));
    }
  }

  private static int exitCode(ProxyOutcome outcome) {
    if (outcome instanceof ProxyOutcome.Ended) {
      return ExitCode.OK;
    }
    throw new CommandFailedException(ProxyExit.sentence(outcome));
  }
}
