package io.adit.conformance.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** OpenSSH's sshd as the device's SSH server, with keys of its own, for this user only. */
public final class OpenSshServer implements AutoCloseable {
  private static final String GET = "apt-get install openssh-server openssh-client";
  // So ssh-keygen calls it, by the format of the public key's export.
  private static final String OPENSSH_FORMAT = "RFC4716";
  private static final long START_SECONDS = 20;
  private static final String LISTENING = "Server listening on .* port ";

  private final int port;
  private final Path folder;
  private final Running running;

  private OpenSshServer(int port, Path folder, Running running) {
    this.port = port;
    this.folder = folder;
    this.running = running;
  }

  /**
   * Starts it.
   *
   * @param settings lines for its configuration
   */
  public static OpenSshServer start(Stage stage, String... settings) {
    var sshd = Program.require("sshd", GET);
    var folder = stage.newFolder("sshd");
    makeKey(folder.resolve("host_key"), "ed25519", "");
    makeKey(folder.resolve("user_key"), "ed25519", "");
    var port = Ports.free();
    writeConfig(folder, port, settings);
    makePrivilegeSeparationFolder();
    var running =
        Running.start(
            "sshd",
            folder,
            Adit.cleanEnvironment(),
            List.of(sshd.toString(), "-D", "-e", "-f", folder.resolve("sshd_config").toString()));
    stage.owns(running);
    running.awaitLine(LISTENING + port, Within.seconds(START_SECONDS));
    return new OpenSshServer(port, folder, running);
  }

  private static void makeKey(Path file, String type, String passphrase) {
    makeKey(file, type, passphrase, OPENSSH_FORMAT);
  }

  private static void makeKey(Path file, String type, String passphrase, String format) {
    var keygen = Program.require("ssh-keygen", GET);
    var options = new ArrayList<>(List.of("-q", "-t", type, "-N", passphrase));
    options.addAll(List.of("-m", format, "-f", file.toString()));
    Program.run(keygen, Within.seconds(START_SECONDS), options.toArray(String[]::new)).succeeded();
  }

  private static void writeConfig(Path folder, int port, String... settings) {
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
      Files.writeString(
          folder.resolve("sshd_config"), config + String.join(System.lineSeparator(), settings));
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

  /** Another private key that it lets in, of a type that {@code ssh-keygen} names. */
  public Path newUserKey(String type, String passphrase) {
    return newUserKey(type, passphrase, OPENSSH_FORMAT);
  }

  /** As {@link #newUserKey(String, String)}, in a format that {@code ssh-keygen -m} names. */
  public Path newUserKey(String type, String passphrase, String format) {
    var key = folder.resolve("user_key_" + UUID.randomUUID());
    makeKey(key, type, passphrase, format);
    try {
      Files.writeString(
          folder.resolve("user_key.pub"),
          Files.readString(Path.of(key + ".pub")),
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot let a key in", e);
    }
    return key;
  }

  /** Of its host key, as {@code ssh-keygen} prints it. */
  public String fingerprint() {
    var keygen = Program.require("ssh-keygen", GET);
    var hostKey = folder.resolve("host_key.pub").toString();
    var printed = Program.run(keygen, Within.seconds(START_SECONDS), "-lf", hostKey);
    return printed.succeeded().out().split(" ", -1)[1];
  }

  /** As when the device is set up anew; who is connected stays so. */
  public void changeHostKey() {
    try {
      Files.delete(folder.resolve("host_key"));
      makeKey(folder.resolve("host_key"), "ed25519", "");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot change the host key", e);
    }
    var before = running.position();
    Program.run(Path.of("/bin/kill"), Within.seconds(START_SECONDS), "-HUP", "" + running.pid())
        .succeeded();
    running.awaitLine(LISTENING + port, before, Within.seconds(START_SECONDS));
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
