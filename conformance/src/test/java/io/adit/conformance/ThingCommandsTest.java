package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.conformance.programs.Adit;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AgentProcess;
import io.adit.conformance.programs.Finished;
import io.adit.conformance.programs.Program;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A device's life with {@code adit thing}, from its registration to its end. */
class ThingCommandsTest {
  @AutoClose static final Stage STAGE = new Stage();

  private static AditProcess server;
  private static Path folder;

  @BeforeAll
  static void start() {
    server = AditProcess.start(STAGE);
    folder = STAGE.newFolder("bundles");
  }

  @Test
  void aDeviceIsLetInWithItsFolderUntilItsCertificateIsRevoked() {
    // Given
    var bundle = create("Valve1", "--label", "site=tokyo");
    var agent = AgentProcess.listening(STAGE, bundle.resolve("agent.yaml"));

    // When
    var before = agent.position();
    var unasked = thing("revoke", "Valve1");
    var revoked = thing("revoke", "Valve1", "--yes");

    // Then
    assertThat(unasked.exit()).as("nobody was asked").isEqualTo(2);
    assertThat(unasked.err()).contains("nothing was done", "--yes");
    assertThat(revoked.succeeded().out()).startsWith("revoked ");
    agent.awaitLine("(?i)certificate", before, Within.seconds(30));
    assertThat(thing("show", "Valve1").succeeded().out()).contains("REVOKED");
  }

  @Test
  void aNewCertificateTakesTheOldOnesPlace() throws IOException {
    // Given
    var bundle = create("Valve2");
    var first = Files.readString(bundle.resolve("device.pem"));
    var agent = AgentProcess.listening(STAGE, bundle.resolve("agent.yaml"));

    // When
    var before = agent.position();
    thing("rotate-certificate", "Valve2", "--out", bundle.toString()).succeeded();
    hangUp(agent.pid());

    // Then
    agent.awaitLine("listening for tunnels", before, Within.seconds(60));
    assertThat(Files.readString(bundle.resolve("device.pem"))).as("kept").isEqualTo(first);
    assertThat(statuses("Valve2")).containsExactlyInAnyOrder("ACTIVE", "INACTIVE");
  }

  @Test
  void thingsAreFoundByTheirLabelsAndForgotten() {
    // Given
    create("Pump1", "--label", "site=osaka");
    create("Pump2", "--label", "site=kyoto");

    // Then
    assertThat(thing("list", "--label", "site=osaka").succeeded().out())
        .contains("Pump1")
        .doesNotContain("Pump2");
    assertThat(thing("delete", "Pump1", "--yes").succeeded().out()).contains("deleted Pump1");
    assertThat(thing("list").succeeded().out()).contains("Pump2").doesNotContain("Pump1");
    var gone = thing("show", "Pump1");
    assertThat(gone.exit()).isEqualTo(2);
    assertThat(gone.err()).contains("there is no thing 'Pump1'");
  }

  @Test
  void aDeviceOfTheOperatorsOwnAuthorityNeedsNoEnrolment() throws IOException {
    // Given
    var factory = STAGE.newFolder("factory");
    openssl(
        factory,
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem"
            + " -days 30 -subj /CN=Factory -addext basicConstraints=critical,CA:true");
    openssl(
        factory,
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout device.key -out device.csr"
            + " -subj /CN=FromTheFactory");
    openssl(
        factory,
        "x509 -req -in device.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -out device.pem");
    var configuration =
        Files.writeString(
            factory.resolve("agent.yaml"),
            """
            thing: FromTheFactory
            endpoint: localhost:%d
            mqtt: localhost:%d
            certificate: device.pem
            key: device.key
            ca: %s
            """
                .formatted(server.port(), server.mqttPort(), server.caBundle()));

    // When
    var registered =
        adit(
                "authority",
                "register",
                "--certificate",
                factory.resolve("ca.pem").toString(),
                "--create-things")
            .succeeded();

    // Then
    assertThat(registered.out()).contains("CN=Factory");
    AgentProcess.listening(STAGE, configuration);
    assertThat(thing("list").succeeded().out()).contains("FromTheFactory");
  }

  private static Path create(String name, String... options) {
    var out = folder.resolve(name);
    var arguments = new ArrayList<>(List.of("thing", "create", name, "--out", out.toString()));
    arguments.addAll(List.of(options));
    adit(arguments.toArray(String[]::new)).succeeded();
    return out;
  }

  private static List<String> statuses(String thing) {
    return Pattern.compile("\\b(ACTIVE|INACTIVE|REVOKED)\\b")
        .matcher(thing("show", thing).succeeded().out())
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  private static Finished thing(String... arguments) {
    var all = new ArrayList<>(List.of("thing"));
    all.addAll(List.of(arguments));
    return adit(all.toArray(String[]::new));
  }

  private static Finished adit(String... arguments) {
    return Adit.run(server, Within.seconds(60), arguments);
  }

  private static void hangUp(long process) {
    Program.run(Path.of("/bin/kill"), Within.seconds(10), "-HUP", "" + process).succeeded();
  }

  private static void openssl(Path folder, String line) {
    Adit.shell(
            Adit.cleanEnvironment(), Within.seconds(30), "cd '" + folder + "' && openssl " + line)
        .succeeded();
  }
}
