package io.adit.cli.thing;

import io.adit.cli.ExitCode;
import io.adit.cli.WrongUsageException;
import io.adit.cli.api.Things;
import io.adit.cli.reach.ThingName;
import io.adit.peer.ServiceMap;
import io.adit.peer.socket.Endpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code adit thing create}. */
@Command(
    name = "create",
    header = "Register a thing, and write the folder that its device gets.",
    description = {
      "",
      "The folder holds device.pem and device.key, the certificate and its private key; ca.pem, the"
          + " authority to trust; and agent.yaml, the agent's configuration. The key is made here and"
          + " is nowhere else; with --csr it is made on the device and never leaves it.",
      ""
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  adit thing create RemoteThing1",
      "  adit thing create RemoteThing1 --service SSH=127.0.0.1:22 --service WEB=/run/app.sock",
      "  adit thing create RemoteThing1 --csr device.csr --label site=tokyo --out /tmp/bundle",
      "",
      "Then, on the device, in that folder:",
      "  adit agent --config agent.yaml"
    })
final class CreateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "The thing's name.")
  private String name = "";

  @Option(names = "--out", paramLabel = "DIR", description = "The folder to make. Default: ./NAME.")
  private @Nullable Path out;

  @Option(
      names = "--service",
      paramLabel = "SERVICE=WHERE",
      description =
          "What tunnels may reach on the device: HOST:PORT or a Unix socket. Can be given again."
              + " Default: SSH=127.0.0.1:22 and VNC=127.0.0.1:5900.")
  private final List<String> services = new ArrayList<>();

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "A label, to find things by. Can be given again.",
      converter = Label.Converter.class)
  private final List<Label> labels = new ArrayList<>();

  @Option(
      names = "--csr",
      paramLabel = "FILE",
      description = "The device's own certificate signing request, in PEM form.")
  private @Nullable Path signingRequest;

  @Mixin private final DeviceEndpoints endpoints = new DeviceEndpoints();
  @Mixin private final ThingCall call = new ThingCall();

  CreateCommand() {}

  @Override
  public Integer call() {
    String thing = ThingName.of(name);
    SequencedMap<String, String> allowed = services();
    Map<String, String> all = labels();
    Path folder = out == null ? Path.of(thing) : out;
    String request = signingRequest == null ? null : SigningRequestFile.read(signingRequest);
    try (Things things = call.things()) {
      var agent =
          new AgentFile(
              thing, endpoints.tunnels(things).orElse(null), endpoints.mqtt(things), allowed);
      Path made = new NewDevice(agent, all, request).enrol(things, folder);
      report(made, agent, request != null);
    }
    return ExitCode.OK;
  }

  private void report(Path folder, AgentFile agent, boolean keyIsElsewhere) {
    call.say("Thing " + agent.thingName() + " is registered. Its device gets the folder");
    call.say("  " + folder);
    if (keyIsElsewhere) {
      call.say("and puts its own private key there, as " + AgentFile.KEY + ".");
    }
    String endpoint = agent.endpoint();
    if (DeviceEndpoints.isLoopback(agent.mqtt())
        || (endpoint != null && DeviceEndpoints.isLoopback(endpoint))) {
      call.say("");
      call.say(
          "The device is to find the server at "
              + agent.mqtt()
              + ", which is this machine only. For a device elsewhere start the server with"
              + " --public-name, or say here --endpoint and --mqtt.");
    }
    call.say("");
    call.say("Next, on the device, in that folder:");
    call.say("  adit agent --config " + AgentFile.NAME);
    call.say("and from anywhere:");
    call.say("  adit ssh " + agent.thingName());
  }

  private Map<String, String> labels() {
    Map<String, String> all = new LinkedHashMap<>();
    for (Label label : labels) {
      if (all.putIfAbsent(label.name(), label.value()) != null) {
        throw new WrongUsageException("label '" + label.name() + "' is given twice");
      }
    }
    return all;
  }

  private SequencedMap<String, String> services() {
    if (services.isEmpty()) {
      return AgentFile.usualServices();
    }
    SequencedMap<String, String> all = new LinkedHashMap<>();
    for (String service : services) {
      int equals = service.indexOf('=');
      if (equals < 0) {
        throw new WrongUsageException(
            "--service: '" + service + "' says not where: write SERVICE=HOST:PORT");
      }
      String id = service.substring(0, equals);
      if (!ServiceMap.SERVICE_FORM.matcher(id).matches()) {
        throw new WrongUsageException(
            "--service: '"
                + id
                + "' is no service id: 1 to 128 of letters, digits, ':', '_' and '-'");
      }
      if (all.putIfAbsent(id, where(service.substring(equals + 1))) != null) {
        throw new WrongUsageException("--service: '" + id + "' is given twice");
      }
    }
    return all;
  }

  private static String where(String text) {
    try {
      return Endpoint.parse(text, "127.0.0.1").toString();
    } catch (IllegalArgumentException e) {
      throw new WrongUsageException("--service: " + e.getMessage());
    }
  }
}
