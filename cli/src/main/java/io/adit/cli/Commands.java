package io.adit.cli;

import io.adit.cli.access.KeyCommand;
import io.adit.cli.access.PolicyCommand;
import io.adit.cli.agent.AgentCommand;
import io.adit.cli.audit.AuditCommand;
import io.adit.cli.authority.AuthorityCommand;
import io.adit.cli.demo.DemoCommand;
import io.adit.cli.doctor.DoctorCommand;
import io.adit.cli.limits.LimitsCommand;
import io.adit.cli.proxy.ProxyCommand;
import io.adit.cli.reach.ConnectCommand;
import io.adit.cli.reach.ForwardCommand;
import io.adit.cli.ssh.ScpCommand;
import io.adit.cli.ssh.SftpCommand;
import io.adit.cli.ssh.SshCommand;
import io.adit.cli.ssh.SshConfigCommand;
import io.adit.cli.thing.ThingCommand;
import io.adit.cli.tunnel.TunnelCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import picocli.CommandLine.HelpCommand;

/**
 * The commands below {@code adit}. All of them together take longer to set up than most of them
 * take to run, so a run sets up the one that it is about.
 */
final class Commands {
  /** Those that show or search the others. */
  private static final List<String> ABOUT_ALL = List.of("help", "completion");

  private static final List<String> VERSION = List.of("-V", "--version");

  private Commands() {}

  /** By name, in the order of the help. */
  static SequencedMap<String, Class<?>> all() {
    var all = new LinkedHashMap<String, Class<?>>();
    all.put("demo", DemoCommand.class);
    all.put("server", ServerCommand.class);
    all.put("env", EnvCommand.class);
    all.put("console", ConsoleCommand.class);
    all.put("user", UserCommand.class);
    all.put("secret", SecretCommand.class);
    all.put("backup", BackupCommand.class);
    all.put("restore", RestoreCommand.class);
    all.put("audit", AuditCommand.class);
    all.put("key", KeyCommand.class);
    all.put("policy", PolicyCommand.class);
    all.put("proxy", ProxyCommand.class);
    all.put("ssh", SshCommand.class);
    all.put("scp", ScpCommand.class);
    all.put("sftp", SftpCommand.class);
    all.put("ssh-config", SshConfigCommand.class);
    all.put("connect", ConnectCommand.class);
    all.put("forward", ForwardCommand.class);
    all.put("tunnel", TunnelCommand.class);
    all.put("thing", ThingCommand.class);
    all.put("authority", AuthorityCommand.class);
    all.put("limits", LimitsCommand.class);
    all.put("doctor", DoctorCommand.class);
    all.put("agent", AgentCommand.class);
    all.put("test", TestCommand.class);
    all.put("completion", CompletionCommand.class);
    all.put("help", HelpCommand.class);
    return all;
  }

  /** What these arguments can lead to; all where they do not begin with a command's name. */
  static Map<String, Class<?>> of(String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    Class<?> named = all().get(first);
    if (named != null && !ABOUT_ALL.contains(first)) {
      return Map.of(first, named);
    }
    return VERSION.contains(first) ? Map.of() : all();
  }
}
