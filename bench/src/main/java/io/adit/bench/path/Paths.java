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
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts the ways from application to application, and keeps them up until the stage closes. */
public final class Paths {
  public static final String OPENSSH = "OpenSSH -R and -L";

  private static final String ADIT = "Adit";

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

  /** Starts all that are there. */
  public List<PortSubject> start() throws IOException {
    var all = new ArrayList<PortSubject>();
    all.add(adit());
    all.addAll(openSsh());
    return all;
  }

  private PortSubject adit() throws IOException {
    ServerProcess server = ServerProcess.start(stage);
    var ours = ProxyPair.ours();
    ProxyPair pair = new ProxyPair.Starter(stage, server, distance).start(ours, ours);
    return new PortSubject(
        ADIT,
        new Running(
            List.of(server.pid(), pair.destination().pid(), pair.source().pid()), pair::close),
        pair.way(),
        generator,
        TlsEnds.PLAIN);
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

  static List<String> with(List<String> words, String... more) {
    var all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }
}
