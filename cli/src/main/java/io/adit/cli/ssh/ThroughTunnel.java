package io.adit.cli.ssh;

import io.adit.cli.proxy.ProxyExit;
import io.adit.cli.reach.Farewell;
import io.adit.cli.reach.Progress;
import io.adit.cli.reach.Reach;
import io.adit.cli.reach.ReachOptions;
import io.adit.cli.reach.Services;
import io.adit.cli.reach.SourceLink;
import io.adit.peer.ProxyOutcome;
import io.adit.peer.socket.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code adit ssh}, {@code adit scp} and {@code adit sftp} have in common. */
abstract class ThroughTunnel implements Callable<Integer> {
  private final ProgramLine.Grammar grammar;

  @Parameters(hidden = true, arity = "0..*")
  private final List<String> line = new ArrayList<>();

  @Option(
      names = "--service",
      paramLabel = "SERVICE",
      description = "The device's service with an SSH server. Default: SSH.")
  private String service = Services.SSH;

  @Option(names = "--help", usageHelp = true, description = "Show this help message and exit.")
  @SuppressWarnings("unused")
  private boolean help;

  @Mixin private final ReachOptions options = new ReachOptions();

  ThroughTunnel(ProgramLine.Grammar grammar) {
    this.grammar = grammar;
  }

  @Override
  public Integer call() throws InterruptedException {
    ProgramLine program = grammar.parse(line);
    String wanted = Services.of(service);
    SequencedMap<String, Endpoint> endpoints = new LinkedHashMap<>();
    endpoints.put(wanted, new Endpoint.Tcp("127.0.0.1", 0));
    Progress progress = Progress.start(program.words().has('q'), program.words().has('v'));
    try (Farewell farewell = Farewell.atExit()) {
      Reach reach = Reach.begin(options, program.thing(), List.of(wanted), progress, farewell);
      SourceLink link = reach.listen(endpoints);
      int code = Child.run(program.command(port(link.endpoint(wanted))), farewell);
      link.ended().ifPresent(ThroughTunnel::tell);
      return code;
    }
  }

  private static int port(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Tcp tcp -> tcp.port();
      case Endpoint.UnixSocket _, Endpoint.Standard _, Endpoint.Refused _ ->
          throw new IllegalStateException("a port was asked for");
    };
  }

  /** The program knows only that its connection broke. */
  private static void tell(ProxyOutcome outcome) {
    System.err.println("adit: " + ProxyExit.sentence(outcome));
  }
}
