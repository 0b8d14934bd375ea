package io.adit.bench.path;

import io.adit.bench.process.Child;
import io.adit.bench.process.Ports;
import io.adit.bench.process.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** OpenSSH's sshd with keys of its own, which lets this user forward ports. */
final class SshServer {
  private static final Duration START = Duration.ofSeconds(20);
  private static final String HOST_ALIAS = "bench";

  private final Stage stage;
  private final Path folder;
  private final int port;
  private final Child child;

  private SshServer(Stage stage, Path folder, int port, Child child) {
    this.stage = stage;
    this.folder = folder;
    this.port = port;
    this.child = child;
  }

  static SshServer start(Stage stage, Path sshd, Path keygen) throws IOException {
    Path folder = stage.newFolder("sshd");
    makeKey(stage, keygen, folder.resolve("host_key"));
    makeKey(stage, keygen, folder.resolve("user_key"));
    String hostKey = Files.readString(folder.resolve("host_key.pub"));
    Files.writeString(folder.resolve("known_hosts"), HOST_ALIAS + " " + hostKey);
    int port = Ports.free();
    Path config = Files.writeString(folder.resolve("sshd_config"), config(folder, port));
    if (System.getProperty("user.name").equals("root")) {
      // Debian's sshd wants it when root starts it, and only its service makes it.
      Files.createDirectories(Path.of("/run/sshd"));
    }
    Child child =
        Child.start(
            stage, "sshd", Map.of(), List.of(sshd.toString(), "-D", "-e", "-f", config.toString()));
    Ports.await(port, child, START);
    return new SshServer(stage, folder, port, child);
  }

  private static void makeKey(Stage stage, Path keygen, Path file) throws IOException {
    Child.start(
            stage,
            "ssh-keygen",
            Map.of(),
            List.of(keygen.toString(), "-q", "-t", "ed25519", "-N", "", "-f", file.toString()))
        .awaitSuccess();
  }

  private static String config(Path folder, int port) {
    return """
    ListenAddress 127.0.0.1:%1$d
    HostKey %2$s/host_key
    AuthorizedKeysFile %2$s/user_key.pub
    PidFile none
    # The keys lie in a temporary folder, which others than this user may have made.
    StrictModes no
    UsePAM no
    PasswordAuthentication no
    KbdInteractiveAuthentication no
    PermitRootLogin prohibit-password
    AllowTcpForwarding yes
    """
        .formatted(port, folder);
  }

  int port() {
    return port;
  }

  long pid() {
    return child.pid();
  }

  /**
   * Starts an ssh that only forwards.
   *
   * @param through the port that leads to this server
   * @param listening the port on which something listens as soon as it forwards
   */
  Child connect(Path ssh, int through, int listening, List<String> options) throws IOException {
    var command =
        new ArrayList<>(List.of(ssh.toString(), "-N", "-F", "none", "-p", "" + through, "-l"));
    command.add(System.getProperty("user.name"));
    command.addAll(List.of("-i", folder.resolve("user_key").toString()));
    for (String option :
        List.of(
            "BatchMode=yes",
            "IdentitiesOnly=yes",
            "ExitOnForwardFailure=yes",
            "HostKeyAlias=" + HOST_ALIAS,
            "UserKnownHostsFile=" + folder.resolve("known_hosts"))) {
      command.addAll(List.of("-o", option));
    }
    command.addAll(options);
    command.add("127.0.0.1");
    Child client = Child.start(stage, "ssh", Map.of(), command);
    Ports.await(listening, client, START);
    return client;
  }
}
