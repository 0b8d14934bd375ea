package io.adit.bench.devices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.bench.measure.Latencies;
import io.adit.bench.measure.Machine;
import io.adit.bench.process.ServerProcess;
import io.adit.cli.api.SignedCalls;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Connects devices twice, to two processes of a server on the same data: the first enrols them, the
 * second is measured. Its memory is looked at after some devices have come and gone and some
 * tunnels were opened, and again with all devices connected, both times after a full collection.
 */
final class DevicesLoad {
  private static final long SEED = 20_261_127;
  private static final int WARM_UP_CALLS = 200;
  private static final int WARM_UP_DEVICES = 300;

  private final int devices;
  private final int calls;
  private final Path folder;
  private final PrintWriter out;
  private final Random random = new Random(SEED);

  DevicesLoad(int devices, int calls, Path folder, PrintWriter out) {
    this.devices = devices;
    this.calls = calls;
    this.folder = folder;
    this.out = out;
  }

  /** When a tunnel was asked for, was answered, and its device knew. */
  private record Opened(long calledAtNanos, long answeredAtNanos, long toldAtNanos) {
    long callNanos() {
      return answeredAtNanos - calledAtNanos;
    }

    long notifyNanos() {
      return toldAtNanos - calledAtNanos;
    }
  }

  DevicesReport run() throws IOException {
    say("Making " + devices + " certificates");
    var certificates = new FleetCertificates(devices);
    double firstPerSecond = enrol(certificates);
    try (ServerProcess server = startServer();
        SignedCalls api = new SignedCalls(server.api())) {
      say("Warming up");
      int some = Math.min(WARM_UP_DEVICES, devices);
      try (Fleet warm = Fleet.connect(server, certificates, some)) {
        open(api, warm, some, WARM_UP_CALLS);
      }
      ServerProcess.Memory idle = server.memory();
      say("Connecting again");
      long begin = System.nanoTime();
      try (Fleet fleet = Fleet.connect(server, certificates, devices)) {
        double perSecond = perSecond(begin);
        ServerProcess.Memory connected = server.memory();
        say("Opening " + calls + " tunnels");
        List<Opened> opened = open(api, fleet, devices, calls);
        requireAll(fleet);
        return report(new Rates(firstPerSecond, perSecond), idle, connected, opened);
      }
    }
  }

  private record Rates(double firstPerSecond, double perSecond) {}

  private double enrol(FleetCertificates certificates) throws IOException {
    try (ServerProcess server = startServer();
        SignedCalls api = new SignedCalls(server.api())) {
      ObjectNode authority = JsonNodeFactory.instance.objectNode();
      authority.put("certificatePem", certificates.authorityPem()).put("createThings", true);
      api.call("Adit.RegisterDeviceAuthority", authority);
      say("Connecting for the first time");
      long begin = System.nanoTime();
      try (Fleet fleet = Fleet.connect(server, certificates, devices)) {
        double perSecond = perSecond(begin);
        requireAll(fleet);
        return perSecond;
      }
    }
  }

  private ServerProcess startServer() throws IOException {
    return ServerProcess.start(ServerProcess.launcher(), folder.resolve("data"));
  }

  /** Opens tunnels to devices at random, one after the other. */
  private List<Opened> open(SignedCalls api, Fleet fleet, int among, int count) throws IOException {
    var all = new ArrayList<Opened>();
    for (int i = 0; i < count; i++) {
      all.add(open(api, fleet.device(random.nextInt(among))));
    }
    return all;
  }

  private static Opened open(SignedCalls api, FleetDevice device) throws IOException {
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    ObjectNode destination = input.putObject("destinationConfig").put("thingName", device.name());
    destination.putArray("services").add("SSH");
    long called = System.nanoTime();
    JsonNode answer = api.call("IoTSecuredTunneling.OpenTunnel", input);
    long answered = System.nanoTime();
    FleetDevice.Told told = device.awaitTold();
    if (!told.payload().contains(answer.path("destinationAccessToken").asText("-"))) {
      throw new IOException(device.name() + " was told of another tunnel");
    }
    // Or it would be told of it again when it comes back, since nobody uses the token.
    ObjectNode end = JsonNodeFactory.instance.objectNode().put("delete", true);
    api.call("IoTSecuredTunneling.CloseTunnel", end.set("tunnelId", answer.path("tunnelId")));
    return new Opened(called, answered, told.atNanos());
  }

  private void requireAll(Fleet fleet) throws IOException {
    if (fleet.connected() != devices) {
      throw new IOException(fleet.connected() + " of " + devices + " devices stayed connected");
    }
  }

  private DevicesReport report(
      Rates rates, ServerProcess.Memory idle, ServerProcess.Memory connected, List<Opened> opened) {
    return new DevicesReport(
        Machine.here(),
        devices,
        rates.firstPerSecond(),
        rates.perSecond(),
        idle.residentKib(),
        connected.residentKib(),
        (double) (connected.residentKib() - idle.residentKib()) / devices,
        (double) (connected.heapUsedKib() - idle.heapUsedKib()) / devices,
        Latencies.ofNanos(opened.stream().map(Opened::callNanos).toList()),
        Latencies.ofNanos(opened.stream().map(Opened::notifyNanos).toList()));
  }

  private double perSecond(long beginNanos) {
    return devices / ((System.nanoTime() - beginNanos) / 1e9);
  }

  private void say(String what) {
    out.println(what);
    out.flush();
  }
}
