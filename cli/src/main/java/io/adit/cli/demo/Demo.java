package io.adit.cli.demo;

import io.adit.agent.config.AgentConfig;
import io.adit.agent.config.AgentFile;
import io.adit.agent.config.InvalidConfigException;
import io.adit.cli.Adit;
import io.adit.cli.ServerVariables;
import io.adit.cli.api.ApiAccess;
import io.adit.cli.api.Things;
import io.adit.cli.api.TunnelFacts;
import io.adit.cli.api.Tunnels;
import io.adit.cli.demo.DemoSteps.Result;
import io.adit.cli.reach.Farewell;
import io.adit.cli.reach.Progress;
import io.adit.cli.reach.Reach;
import io.adit.cli.reach.ReachOptions;
import io.adit.cli.reach.Wanted;
import io.adit.cli.thing.NewDevice;
import io.adit.peer.socket.Endpoint;
import io.adit.peer.socket.EventLoops;
import io.adit.server.AditServer;
import io.adit.server.ServerOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * All of Adit on one machine: a server, a device with its agent, a tunnel, a command through it.
 * What it started is closed in the opposite order.
 */
final class Demo {
  static final String THING = "DemoThing";
  private static final String SERVICE = "SSH";
  private static final String COMMAND = "uname -sm; echo hello from the device";

  private final DemoSteps steps;
  private final Path folder;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  /**
   * @param folder a new folder; whoever made it removes it
   */
  Demo(DemoSteps steps, Path folder) {
    this.steps = steps;
    this.folder = folder;
  }

  /** Goes through all steps; returns the lines that reach the device from another terminal. */
  List<String> run() throws DemoSteps.FailedException, IOException, GeneralSecurityException {
    Path data = folder.resolve("data");
    AditServer server = startServer(data);
    Map<String, String> variables = ServerVariables.of(server.endpoint(), server.administrator());
    ApiAccess access = ApiAccess.findAny(new ApiAccess.Options(null, null, null), variables);
    DemoDevice device = startDevice();
    Path bundle = registerThing(access, device);
    startAgent(bundle);
    try (Farewell farewell = Farewell.atExit()) {
      int port = reach(variables, farewell);
      describe(access);
      runCommand(device, port);
    }
    seeItClosed(access);
    return List.of(
        "eval \"$(" + Adit.invocation() + " env --data " + data + ")\"",
        "%s ssh -i %s -o UserKnownHostsFile=%s %s@%s"
            .formatted(
                Adit.invocation(),
                device.writeUserKey(folder),
                device.writeKnownHosts(folder),
                DemoDevice.USER,
                THING));
  }

  /** Closes all that was started, the last first. */
  void end() throws Exception {
    while (!started.isEmpty()) {
      started.pop().close();
    }
  }

  private AditServer startServer(Path data) throws DemoSteps.FailedException {
    return steps.step(
        "Start a server on free ports, with a data folder for this run",
        "adit server --port 0 --mqtt-port 0 --bind 127.0.0.1 --data " + data,
        () -> {
          var options =
              ServerOptions.defaults(data)
                  .with(new ServerOptions.Listener("127.0.0.1", 0))
                  .with(ServerOptions.Mqtt.FREE);
          AditServer server = keep(AditServer.start(options));
          return new Result<>(
              server,
              "API and relay at %s, devices at mqtts://%s:%s"
                  .formatted(
                      server.endpoint().url(),
                      server.endpoint().host(),
                      server.endpoint().mqttPort()));
        });
  }

  private DemoDevice startDevice() throws DemoSteps.FailedException {
    return steps.step(
        "Start a device: an SSH server that only this machine can see",
        "sshd",
        () -> {
          DemoDevice device = keep(DemoDevice.start());
          return new Result<>(device, "sshd on 127.0.0.1:" + device.port());
        });
  }

  private Path registerThing(ApiAccess access, DemoDevice device) throws DemoSteps.FailedException {
    String place = "127.0.0.1:" + device.port();
    return steps.step(
        "Register the device, and make its certificate and its agent's configuration",
        "adit thing create %s --service %s=%s".formatted(THING, SERVICE, place),
        () -> {
          SequencedMap<String, String> services = new LinkedHashMap<>();
          services.put(SERVICE, place);
          try (Things things = new Things(access, Map.of())) {
            Path bundle =
                NewDevice.of(things, THING, services).enrol(things, folder.resolve(THING));
            return new Result<>(bundle, "device.pem, device.key, ca.pem, agent.yaml in " + bundle);
          }
        });
  }

  private void startAgent(Path bundle) throws DemoSteps.FailedException {
    steps.step(
        "On the device: the agent shows its certificate, and waits to hear of tunnels",
        "adit agent --config agent.yaml",
        () -> {
          Vertx vertx = EventLoops.vertx(2);
          keep(() -> vertx.close().await());
          DemoAgent agent = keep(DemoAgent.start(vertx, config(vertx, bundle)));
          agent.awaitConnected();
          return new Result<>(agent, "connected to the gateway as " + THING);
        });
  }

  private static AgentConfig config(Vertx vertx, Path bundle) throws IOException {
    try {
      return AgentFile.read(vertx, bundle.resolve("agent.yaml"));
    } catch (InvalidConfigException e) {
      throw new IOException(e.text(), e);
    }
  }

  /** Opens the tunnel as {@code adit ssh} does; returns the port that leads through it. */
  private int reach(Map<String, String> variables, Farewell farewell)
      throws DemoSteps.FailedException {
    return steps.step(
        "On your laptop: reach the device by its name",
        "adit ssh %s@%s '%s'".formatted(DemoDevice.USER, THING, COMMAND),
        () -> {
          SequencedMap<String, Endpoint> listening = new LinkedHashMap<>();
          listening.put(SERVICE, new Endpoint.Tcp("127.0.0.1", 0));
          Reach reach =
              Reach.begin(
                  new ReachOptions(),
                  new Wanted(THING, List.of(SERVICE)),
                  Progress.start(true, false),
                  farewell,
                  variables);
          int port =
              reach.listen(listening).endpoint(SERVICE) instanceof Endpoint.Tcp tcp
                  ? tcp.port()
                  : 0;
          return new Result<>(
              port,
              "opened a tunnel; the device heard of it by MQTT, and dialled out with its token");
        });
  }

  private void describe(ApiAccess access) throws DemoSteps.FailedException {
    steps.step(
        "Meanwhile, ask the service how the tunnel is",
        "aws iotsecuretunneling list-tunnels --thing-name " + THING + "; … describe-tunnel",
        () -> {
          try (Tunnels tunnels = new Tunnels(access)) {
            String id = tunnels.list(THING, TunnelFacts.Summary::isOpen, 1).getFirst().id();
            TunnelFacts tunnel = awaitBothConnected(tunnels, id);
            return new Result<>(
                tunnel,
                "%s: OPEN, source %s, destination %s"
                    .formatted(
                        id,
                        tunnel.sides().source().status(),
                        tunnel.sides().destination().status()));
          }
        });
  }

  /** The state is recorded a moment after the links were let in. */
  private static TunnelFacts awaitBothConnected(Tunnels tunnels, String id) throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      TunnelFacts tunnel = tunnels.describe(id);
      if (tunnel.sides().source().isConnected() && tunnel.sides().destination().isConnected()) {
        return tunnel;
      }
    }
    throw new IOException("the service does not show both sides as connected");
  }

  private void runCommand(DemoDevice device, int port) throws DemoSteps.FailedException {
    steps.step(
        "And run the command",
        "ssh -p " + port + " " + DemoDevice.USER + "@localhost '" + COMMAND + "'",
        () -> {
          String output = DemoSsh.run(device, port, COMMAND);
          if (!output.contains("hello from the device")) {
            throw new IOException("the device answered: " + output);
          }
          return new Result<>(output, output);
        });
  }

  private void seeItClosed(ApiAccess access) throws DemoSteps.FailedException {
    steps.step(
        "The tunnel ends with the command",
        "aws iotsecuretunneling list-tunnels --thing-name " + THING,
        () -> {
          try (Tunnels tunnels = new Tunnels(access)) {
            if (!tunnels.list(THING, TunnelFacts.Summary::isOpen, 1).isEmpty()) {
              throw new IOException("it is still open");
            }
            return new Result<>(THING, "no tunnel is open");
          }
        });
  }

  private <T extends AutoCloseable> T keep(T resource) {
    started.push(resource);
    return resource;
  }
}
