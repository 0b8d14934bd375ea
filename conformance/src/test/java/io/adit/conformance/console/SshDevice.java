package io.adit.conformance.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.conformance.programs.Adit;
import io.adit.conformance.programs.AgentProcess;
import io.adit.conformance.programs.OpenSshServer;
import io.adit.conformance.programs.PasswordSshServer;
import io.adit.conformance.programs.Running;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.iotsecuretunneling.model.ConnectionStatus;

/** A device with the agent and SSH servers, and tunnels to it. */
public final class SshDevice {
  public static final String THING = "Pump7";

  /** OpenSSH's. */
  public static final String SSH = "SSH";

  /** OpenSSH's, whose host key changes. */
  public static final String CHANGING = "changing-SSH";

  /** Another maker's, which takes a password. */
  public static final String PASSWORD = "password-SSH";

  private final ConsoleStory console;
  private final OpenSshServer sshd;
  private final OpenSshServer changing;
  private final PasswordSshServer password;
  private final Running agent;

  private SshDevice(Stage stage, ConsoleStory console, String banner) {
    this.console = console;
    var greeting = written(stage.newFolder("banner").resolve("banner"), banner);
    sshd = OpenSshServer.start(stage, "PrintMotd no", "PrintLastLog no", "Banner " + greeting);
    changing = OpenSshServer.start(stage);
    password = PasswordSshServer.start(stage);
    var bundle = stage.newFolder("bundle").resolve(THING);
    var create = new ArrayList<>(List.of("thing", "create", THING, "--out", bundle.toString()));
    allow(create, SSH, sshd.port());
    allow(create, CHANGING, changing.port());
    allow(create, PASSWORD, password.port());
    Adit.run(console.server(), Within.seconds(60), create.toArray(String[]::new)).succeeded();
    agent = AgentProcess.listening(stage, bundle.resolve("agent.yaml"));
  }

  private static Path written(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void allow(List<String> create, String service, int port) {
    create.addAll(List.of("--service", service + "=127.0.0.1:" + port));
  }

  /**
   * Starts it.
   *
   * @param banner what OpenSSH's server says before anybody has signed in
   */
  public static SshDevice start(Stage stage, ConsoleStory console, String banner) {
    return new SshDevice(stage, console, banner);
  }

  /** A new tunnel to it, with the agent at its end. */
  public String openTunnel() {
    var id =
        console
            .api()
            .openTunnel(open ->
                open.destinationConfig(
                    to -> to.thingName(THING).services(List.of(SSH, CHANGING, PASSWORD))))
            .tunnelId();
    return Within.seconds(30)
        .await(
            "the agent connects to the tunnel",
            () -> isConnected(id) ? Optional.of(id) : Optional.empty(),
            agent::text);
  }

  private boolean isConnected(String id) {
    var tunnel = console.api().describeTunnel(describe -> describe.tunnelId(id)).tunnel();
    return tunnel.destinationConnectionState().status() == ConnectionStatus.CONNECTED;
  }

  /** How much has come from it through the tunnel. */
  public long bytesFrom(ConsolePage page, String id) {
    try {
      var answer = page.page().request().get("/console/api/tunnels/" + id);
      return new ObjectMapper().readTree(answer.body()).required("bytesFromDestination").asLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public OpenSshServer sshd() {
    return sshd;
  }

  public OpenSshServer changing() {
    return changing;
  }

  public PasswordSshServer password() {
    return password;
  }
}
