package io.adit.conformance.devices;

import io.adit.conformance.programs.Adit;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.Finished;
import io.adit.conformance.programs.Program;
import io.adit.conformance.programs.Running;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code mosquitto_sub} and {@code mosquitto_pub}, with a thing's certificate. */
public final class MosquittoClients {
  private static final String GET = "apt-get install mosquitto-clients";
  private static final Pattern VERSION = Pattern.compile("mosquitto_sub version (\\S+)");
  private static final long CALL_SECONDS = 20;

  /** How they are asked to print a message: QoS, retained, topic, payload. */
  private static final String FORMAT = "told %q %r %t %p";

  private final Stage stage;
  private final int port;
  private final Path authority;

  private MosquittoClients(Stage stage, int port, Path authority) {
    this.stage = stage;
    this.port = port;
    this.authority = authority;
  }

  /** Of Adit's gateway. */
  public static MosquittoClients of(Stage stage, AditProcess server) {
    return new MosquittoClients(stage, server.mqttPort(), server.caBundle());
  }

  /** Of an outside broker. */
  public static MosquittoClients of(Stage stage, MosquittoBroker broker) {
    return new MosquittoClients(stage, broker.port(), broker.authority());
  }

  public static String version() {
    // It says so beside an error, since it has no option for that.
    var said = Program.run(program("mosquitto_sub"), Within.seconds(CALL_SECONDS), "--help");
    var matcher = VERSION.matcher(said.out() + said.err());
    if (!matcher.find()) {
      throw new AssertionError("mosquitto_sub told no version: " + said);
    }
    return "mosquitto/" + matcher.group(1);
  }

  /** A listening device, which has its answer to SUBSCRIBE. */
  public MosquittoListener subscribed(
      Thing as, String version, int qos, String topic, String... more) {
    var listener = listen(as, version, qos, topic, more);
    listener.awaitSubscribed(qos);
    return listener;
  }

  /** A device that listens, or is refused. */
  public MosquittoListener listen(
      @Nullable Thing as, String version, int qos, String topic, String... more) {
    var options = new ArrayList<>(List.of("-q", "" + qos, "-t", topic, "-d", "-F", FORMAT));
    options.addAll(Arrays.asList(more));
    // Into a pipe they would print when they end only.
    var command =
        new ArrayList<>(
            List.of(Program.require("stdbuf", "apt-get install coreutils") + "", "-oL"));
    command.addAll(command("mosquitto_sub", as, version, options));
    var running = Running.start("mosquitto_sub", Adit.root(), Adit.cleanEnvironment(), command);
    return new MosquittoListener(stage.owns(running));
  }

  /** Tries to publish a message; its exit code is 0 also where MQTT has no answer to tell it. */
  public Finished publish(Thing as, String version, int qos, String topic) {
    var command =
        command("mosquitto_pub", as, version, List.of("-q", "" + qos, "-t", topic, "-m", "x"));
    return Program.run(
        Path.of(command.getFirst()),
        Within.seconds(CALL_SECONDS),
        command.subList(1, command.size()).toArray(String[]::new));
  }

  private List<String> command(
      String program, @Nullable Thing as, String version, List<String> options) {
    var command = new ArrayList<>(List.of(program(program).toString(), "-h", "localhost"));
    command.addAll(List.of("-p", "" + port, "-V", version, "--cafile", authority.toString()));
    if (as != null) {
      command.addAll(List.of("--cert", as.certificate().toString(), "--key", as.key().toString()));
    }
    command.addAll(options);
    return command;
  }

  private static Path program(String name) {
    return Program.require(name, GET);
  }
}
