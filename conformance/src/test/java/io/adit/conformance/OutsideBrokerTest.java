package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.conformance.VerifiedWith.Client;
import io.adit.conformance.devices.Authority;
import io.adit.conformance.devices.MosquittoBroker;
import io.adit.conformance.devices.MosquittoClients;
import io.adit.conformance.devices.MosquittoListener.Told;
import io.adit.conformance.devices.Thing;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.Doctor;
import io.adit.conformance.programs.Running;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import io.adit.conformance.sockets.Handshake;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iotsecuretunneling.model.ClientMode;

/** Things hear of their tunnels through a broker of the operator's. */
@VerifiedWith(Client.MOSQUITTO)
class OutsideBrokerTest {
  private static final String V3 = "mqttv311";
  private static final String V5 = "mqttv5";

  @AutoClose final Stage stage = new Stage();

  private MosquittoBroker broker;
  private Running running;
  private MosquittoClients mosquitto;
  private Thing pump;

  @BeforeEach
  void startBroker() {
    broker = new MosquittoBroker(stage);
    running = broker.start();
    mosquitto = MosquittoClients.of(stage, broker);
    pump = broker.identity("pump");
  }

  private String[] options() {
    return broker.options(broker.identity(MosquittoBroker.ANNOUNCER));
  }

  private static void awaitConnected(AditProcess server) {
    server.running().awaitLine("Connected to the broker localhost:", Within.seconds(30));
  }

  @Test
  void aThingHearsThroughTheBrokerAndOfItsOwnTunnelsOnly() {
    // Given
    var server = AditProcess.start(stage, options());
    awaitConnected(server);
    var valve = broker.identity("valve");
    var pumps = mosquitto.subscribed(pump, V3, 1, pump.topic());
    var valves = mosquitto.subscribed(valve, V5, 1, "$aws/things/+/tunnels/notify");
    try (var client = AwsSdk.client(server)) {
      // When
      var opened = AwsSdk.openTo(client, "pump");
      var rotated =
          client.rotateTunnelAccessToken(rotate ->
              rotate
                  .tunnelId(opened.tunnelId())
                  .clientMode(ClientMode.ALL)
                  .destinationConfig(to -> to.thingName("pump").services("WEB")));
      var other = AwsSdk.openTo(client, "valve");

      // Then
      assertThat(pumps.awaitTold(2))
          .containsExactly(
              told(pump, Told.payload(opened.destinationAccessToken(), "SSH")),
              told(pump, Told.payload(rotated.destinationAccessToken(), "WEB")));
      assertThat(valves.awaitTold(1))
          .containsExactly(told(valve, Told.payload(other.destinationAccessToken(), "SSH")));
    }
  }

  private static Told told(Thing thing, JsonNode payload) {
    return new Told(1, false, thing.topic(), payload);
  }

  @Test
  void whatWasOpenedWhileTheBrokerWasAwayArrivesAlsoWhenAditIsKilledMeanwhile() throws IOException {
    // Given
    var persistent = new String[] {"-c", "-i", "pump"};
    mosquitto.subscribed(pump, V3, 1, pump.topic(), persistent).close();
    var server = AditProcess.start(stage, options());
    awaitConnected(server);
    running.terminate();
    server.running().awaitLine("cannot be used; messages wait in the store", Within.seconds(30));

    // When
    String opened;
    try (var client = AwsSdk.client(server)) {
      opened = AwsSdk.openTo(client, "pump").destinationAccessToken();
    }
    server.running().kill();
    var again = server.startAgain(stage, options());
    again.running().awaitLine("cannot be used; .*: Connection refused", Within.seconds(30));
    running.awaitExit(Within.seconds(20));
    broker.start();
    again
        .running()
        .awaitLine("the broker has taken the message for thing pump", Within.seconds(60));

    // Then
    var told = mosquitto.listen(pump, V3, 1, pump.topic(), persistent).awaitTold(1);
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().token()).isNotEqualTo(opened);
    Handshake.of("destination", told.getFirst().token()).acceptedBy(again).close();
    assertThat(again.running().lines()).noneMatch(line -> line.contains(told.getFirst().token()));
  }

  @Test
  void aBrokerThatDoesNotAcceptTheCertificateIsSaidInTheLog() {
    var stranger = new Authority("Stranger").issue("adit").write(stage.newFolder("key"), "adit");

    var server = AditProcess.start(stage, broker.options(stranger));

    server
        .running()
        .awaitLine(
            "WARN .*The broker localhost:\\d+ cannot be used; messages wait in the store and it is"
                + " tried again: it does not accept Adit's certificate or TLS \\(unknown_ca\\);"
                + " look at --notify-cert and --notify-key",
            Within.seconds(30));
    try (var client = AwsSdk.client(server)) {
      var said = new Doctor(server).run(AwsSdk.openTo(client, "pump").tunnelId());
      assertThat(said.out().replaceAll("\\s+", " "))
          .contains("PROBLEM The thing pump may not know its token: the broker localhost:");
    }
  }

  @Test
  void aWrongPasswordIsSaidInTheLogAndNotShown() {
    var server = AditProcess.start(stage, broker.optionsWithPassword("wrong-password"));

    server
        .running()
        .awaitLine(
            "WARN .*: it does not let Adit in: look at --notify-user, --notify-password-file",
            Within.seconds(30));
    assertThat(server.running().text()).doesNotContain("wrong-password");
  }
}
