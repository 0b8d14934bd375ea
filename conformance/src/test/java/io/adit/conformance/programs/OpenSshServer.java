package io.adit.conformance.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** OpenSSH's sshd as the device's SSH server, with keys of its own, for this user only. */
public final class OpenSshServer implements AutoCloseable {
  private static final String GET = "apt-get install openssh-server openssh-client";
  private static final long START_SECONDS = 20;

  private final int port;
  private final Path folder;
  private final Running running;

  private OpenSshServer(int port, Path folder, Running running) {
    this.port = port;
    this.folder = folder;
    this.running = running;
  }

  public static OpenSshServer start(Stage stage) {
    var sshd = Program.require("sshd", GET);
    var folder = stage.newFolder("sshd");
    makeKey(folder.resolve("host_key"));
    makeKey(folder.resolve("user_key"));
    var port = Ports.free();
    writeConfig(folder, port);
    makePrivilegeSeparationFolder();
    var running =
        Running.start(
            "sshd",
            folder,
            Adit.cleanEnvironment(),
            List.of(sshd.toString(), "-D", "-e", "-f", folder.resolve("sshd_config").toString()));
    stage.owns(running);
    running.awaitLine("Server listening on .* port " + port, Within.seconds(START_SECONDS));
    return new OpenSshServer(port, folder, running);
  }

  private static void makeKey(Path file) {
    var keygen = Program.require("ssh-keygen", GET);
    Program.run(
            keygen,
            Within.seconds(START_SECONDS),
            "-q",
            "-t",
            "ed25519",
            "-N",
            "",
            "-f",
            file.toString())
        .succeeded();
  }

  private static void writeConfig(Path folder, int port) {
    var config =
        """
        ListenAddress 127.0.0.1:%d
        HostKey %s/host_key
        AuthorizedKeysFile %s/user_key.pub
        PidFile none
        # The keys lie in a temporary folder, which others than this user may have made.
        StrictModes no
        UsePAM no
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PermitRootLogin prohibit-password
        MaxStartups 200
        Subsystem sftp internal-sftp
        """
            .formatted(port, folder, folder);
    try {
      Files.writeString(folder.resolve("sshd_config"), config);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write sshd's configuration", e);
    }
  }

  /** Debian's sshd, when root starts it, wants this folder, which only its service makes. */
  private static void makePrivilegeSeparationFolder() {
    if (System.getProperty("user.name").equals("root")) {
      try {
        Files.createDirectories(Path.of("/run/sshd"));
      } catch (IOException e) {
        throw new UncheckedIOException("sshd needs /run/sshd", e);
      }
    }
  }

  /** The private key that it lets in. */
  public Path userKey() {
    return folder.resolve("user_key");
  }

  public int port() {
    return port;
  }

  /** An ssh, scp or sftp that reaches this server through {@code 127.0.0.1:port}. */
  public OpenSshClient clientThrough(int throughPort) {
    return OpenSshClient.through(throughPort, folder.resolve("user_key"), knownHosts(throughPort));
  }

  /** An ssh, scp or sftp that reaches this server over a command's standard input and output. */
  public OpenSshClient clientOver(String command, Map<String, String> environment) {
    return OpenSshClient.over(
        command, environment, port, folder.resolve("user_key"), knownHosts(port));
  }

  private Path knownHosts(int atPort) {
    try {
      var hostKey = Files.readString(folder.resolve("host_key.pub")).strip();
      var knownHosts = folder.resolve("known_hosts_" + atPort);
      return Files.writeString(knownHosts, "[127.0.0.1]:%d %s%n".formatted(atPort, hostKey));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write known_hosts", e);
    }
  }

  public Running running() {
    return running;
  }

  @Override
  public void close() {
    running.close();
  }
}
