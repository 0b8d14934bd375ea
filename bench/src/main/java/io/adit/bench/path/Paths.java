package io.adit.bench.path;

import io.adit.bench.carry.Generator;
import io.adit.bench.carry.PortSubject;
import io.adit.bench.carry.PortSubject.Running;
import io.adit.bench.carry.PortSubject.TlsEnds;
import io.adit.bench.carry.PortSubject.Way;
import io.adit.bench.process.Child;
import io.adit.bench.process.Programs;
import io.adit.bench.process.ServerProcess;
import io.adit.bench.process.Stage;
import io.adit.bench.process.Tunnels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts the ways from application to application, and keeps them up until the stage closes. */
public final class Paths {
  public static final String OPENSSH = "OpenSSH -R and -L";

  private static final String ADIT = "Adit";
  private static final String SERVICE = "BENCH";
  private static final String CONNECTED = "Successfully established websocket connection";
  private static final String LISTENING = "Listening for new connection on port ";

  private final Stage stage;
  private final Programs programs;
  private final Generator generator;
  private final Distance distance;

  public Paths(Stage stage, Programs programs, Generator generator, Distance distance) {
    this.stage = stage;
    this.programs = programs;
    this.generator = generator;
    this.distance = distance;
  }

  /**
   * Starts all that are there.
   *
   * @param localproxy the official client or one like it, which takes the place of Adit's proxies
   *     in ways of its own; null for none
   */
  public List<PortSubject> start(@Nullable Path localproxy) throws IOException {
    ServerProcess server = ServerProcess.start(stage, "--official-client-rate", "off");
    var all = new ArrayList<PortSubject>();
    List<String> ours = List.of(ServerProcess.launcher().toString(), "proxy");
    all.add(adit(ADIT, server, ours, ours));
    if (localproxy != null) {
      List<String> official = List.of(localproxy.toAbsolutePath().toString());
      all.add(adit("localproxy as source", server, official, ours));
      all.add(adit("localproxy as destination", server, ours, official));
      all.add(adit("localproxy as both", server, official, official));
    }
    all.addAll(openSsh());
    return all;
  }

  private PortSubject adit(
      String name, ServerProcess server, List<String> source, List<String> destination)
      throws IOException {
    try (var tunnels = new Tunnels(server.api())) {
      Tunnels.Tunnel tunnel = tunnels.open(SERVICE);
      var way = Way.free();
      Child device =
          proxy(
              server,
              distance.to(server.port()),
              tunnel.destinationToken(),
              with(destination, "-d", SERVICE + "=127.0.0.1:" + way.back()));
      Child operator =
          proxy(
              server,
              server.port(),
              tunnel.sourceToken(),
              with(source, "-s", SERVICE + "=" + way.front()));
      device.awaitLine(CONNECTED);
      operator.awaitLine(CONNECTED);
      operator.awaitLine(LISTENING + way.front());
      return new PortSubject(
          name,
          new Running(
              List.of(server.pid(), device.pid(), operator.pid()),
              () -> {
                operator.close();
                device.close();
              }),
          way,
          generator,
          TlsEnds.PLAIN);
    }
  }

  private Child proxy(ServerProcess server, int port, String token, List<String> command)
      throws IOException {
    return Child.start(
        stage,
        "proxy",
        Map.of(
            "ADIT_NO_BUILD",
            "1",
            "AWSIOT_TUNNEL_ENDPOINT",
            server.host() + ":" + port,
            "AWSIOT_TUNNEL_ACCESS_TOKEN",
            token,
            "SSL_CERT_FILE",
            server.authority().toString()),
        command);
  }

  private List<PortSubject> openSsh() throws IOException {
    Optional<Path> sshd = programs.find("sshd", "apt-get install openssh-server");
    Optional<Path> ssh = programs.find("ssh", "apt-get install openssh-client");
    Optional<Path> keygen = programs.find("ssh-keygen", "apt-get install openssh-client");
    if (sshd.isEmpty() || ssh.isEmpty() || keygen.isEmpty()) {
      return List.of();
    }
    var all = new ArrayList<PortSubject>();
    all.add(openSsh(OPENSSH, SshServer.start(stage, sshd.get(), keygen.get()), ssh.get()));
    all.add(
        openSsh(
            "OpenSSH, aes128-gcm",
            SshServer.start(stage, sshd.get(), keygen.get()),
            ssh.get(),
            "-c",
            "aes128-gcm@openssh.com"));
    return all;
  }

  private PortSubject openSsh(String name, SshServer server, Path ssh, String... options)
      throws IOException {
    var way = Way.free();
    int meeting = Way.free().front();
    Child device =
        server.connect(
            ssh,
            distance.to(server.port()),
            meeting,
            with(List.of(options), "-R", "127.0.0.1:" + meeting + ":127.0.0.1:" + way.back()));
    Child operator =
        server.connect(
            ssh,
            server.port(),
            way.front(),
            with(List.of(options), "-L", "127.0.0.1:" + way.front() + ":127.0.0.1:" + meeting));
    return new PortSubject(
        name,
        new Running(
            List.of(server.pid(), device.pid(), operator.pid()),
            () -> {
              operator.close();
              device.close();
            }),
        way,
        generator,
        TlsEnds.PLAIN);
  }

  private static List<String> with(List<String> words, String... more) {
    var all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }
}
