package io.adit.conformance.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** OpenSSH's ssh, scp and sftp, pointed at one device. */
public final class OpenSshClient {
  private static final String GET = "apt-get install openssh-client";

  private final int port;
  private final Path key;
  private final Path knownHosts;
  private final List<String> proxyOptions;
  private final Map<String, String> environment;

  private OpenSshClient(
      int port,
      Path key,
      Path knownHosts,
      List<String> proxyOptions,
      Map<String, String> environment) {
    this.port = port;
    this.key = key;
    this.knownHosts = knownHosts;
    this.proxyOptions = List.copyOf(proxyOptions);
    this.environment = Map.copyOf(environment);
  }

  /** They connect to a port of this machine. */
  static OpenSshClient through(int port, Path key, Path knownHosts) {
    return new OpenSshClient(port, key, knownHosts, List.of(), Adit.cleanEnvironment());
  }

  /** They talk to the standard input and output of a command, which is run in this environment. */
  static OpenSshClient over(
      String command, Map<String, String> environment, int port, Path key, Path knownHosts) {
    return new OpenSshClient(
        port, key, knownHosts, List.of("ProxyCommand=" + command), environment);
  }

  private static String user() {
    return System.getProperty("user.name");
  }

  /** What a path on the device is called in scp's arguments. */
  public static String onDevice(Path path) {
    return user() + "@127.0.0.1:" + path;
  }

  /** Runs a command on the device. */
  public Finished ssh(Within limit, String command) {
    return Finished.run(Adit.root(), environment, limit, sshCommand(command));
  }

  /** Starts a command on the device and leaves it running. */
  public Running startSsh(Stage stage, String command) {
    return stage.owns(Running.start("ssh", Adit.root(), environment, sshCommand(command)));
  }

  private List<String> sshCommand(String command) {
    return command("ssh", "-p", List.of("-n", user() + "@127.0.0.1", command));
  }

  public Finished scp(Within limit, String from, String to) {
    return Finished.run(Adit.root(), environment, limit, scpCommand(from, to));
  }

  public Running startScp(Stage stage, String from, String to) {
    return stage.owns(Running.start("scp", Adit.root(), environment, scpCommand(from, to)));
  }

  private List<String> scpCommand(String from, String to) {
    return command("scp", "-P", List.of(from, to));
  }

  /** Runs the commands of a batch file. */
  public Finished sftp(Within limit, Path batch) {
    return Finished.run(
        Adit.root(),
        environment,
        limit,
        command("sftp", "-P", List.of("-b", batch.toString(), user() + "@127.0.0.1")));
  }

  private List<String> command(String program, String portOption, List<String> rest) {
    var command = new ArrayList<String>();
    command.add(Program.require(program, GET).toString());
    command.addAll(List.of("-F", "none", portOption, "" + port, "-i", key.toString()));
    for (var option :
        List.of(
            "UserKnownHostsFile=" + knownHosts,
            "GlobalKnownHostsFile=none",
            "StrictHostKeyChecking=yes",
            "IdentitiesOnly=yes",
            "IdentityAgent=none",
            "BatchMode=yes",
            "ConnectTimeout=20")) {
      command.addAll(List.of("-o", option));
    }
    for (var option : proxyOptions) {
      command.addAll(List.of("-o", option));
    }
    command.addAll(rest);
    return command;
  }

  /**
   * Logs in by a password, which ssh asks a program for, and runs a command.
   *
   * @param folder for the files that ssh needs, the story's own
   * @param hostKey the server's, as a line of a key file
   */
  public static Finished sshWithPassword(
      Within limit, Path folder, int port, String hostKey, String password, String command) {
    var environment = Adit.cleanEnvironment();
    environment.put("SSH_ASKPASS", askPass(folder).toString());
    environment.put("SSH_ASKPASS_REQUIRE", "force");
    environment.put("STORY_PASSWORD", password);
    var knownHosts = written(folder.resolve("known_hosts"), "[127.0.0.1]:" + port + " " + hostKey);
    var arguments = new ArrayList<>(List.of(Program.require("ssh", GET).toString()));
    arguments.addAll(List.of("-F", "none", "-n", "-p", "" + port));
    for (var option :
        List.of(
            "UserKnownHostsFile=" + knownHosts,
            "GlobalKnownHostsFile=none",
            "StrictHostKeyChecking=yes",
            "PubkeyAuthentication=no",
            "PreferredAuthentications=password",
            "NumberOfPasswordPrompts=1",
            "ConnectTimeout=20")) {
      arguments.addAll(List.of("-o", option));
    }
    arguments.addAll(List.of(PasswordSshServer.USER + "@127.0.0.1", command));
    return Finished.run(Adit.root(), environment, limit, arguments);
  }

  private static Path askPass(Path folder) {
    var script =
        written(folder.resolve("askpass"), "#!/bin/sh\nprintf '%s\\n' \"$STORY_PASSWORD\"\n");
    if (!script.toFile().setExecutable(true)) {
      throw new AssertionError("cannot make " + script + " executable");
    }
    return script;
  }

  private static Path written(Path file, String text) {
    try {
      return Files.writeString(file, text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  public static String version() {
    var said = Program.run(Program.require("ssh", GET), Within.seconds(20), "-V");
    return said.succeeded().err().replaceAll(",.*", "").strip();
  }
}
