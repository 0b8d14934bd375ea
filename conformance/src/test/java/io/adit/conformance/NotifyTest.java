package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.conformance.VerifiedWith.Client;
import io.adit.conformance.devices.Authority;
import io.adit.conformance.devices.IotDeviceSdk;
import io.adit.conformance.devices.MosquittoClients;
import io.adit.conformance.devices.MosquittoListener;
import io.adit.conformance.devices.MosquittoListener.Told;
import io.adit.conformance.devices.Thing;
import io.adit.conformance.devices.Things;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsCli;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.Doctor;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import io.adit.conformance.sockets.Handshake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;
import software.amazon.awssdk.services.iotsecuretunneling.model.OpenTunnelResponse;

/** A thing hears of its tunnel over MQTT, and of nothing else. */
@VerifiedWith(Client.MOSQUITTO)
class NotifyTest {
  private static final String V3 = "mqttv311";
  private static final String V5 = "mqttv5";

  @AutoClose static final Stage STAGE = new Stage();

  private static AditProcess server;
  private static AwsCli aws;
  private static IoTSecureTunnelingClient client;
  private static Things things;
  private static Thing pump;
  private static Thing valve;
  private static MosquittoClients mosquitto;

  @BeforeAll
  static void registerThings() {
    server = AditProcess.start(STAGE);
    aws = AwsCli.of(server);
    client = STAGE.owns(AwsSdk.client(server));
    things = new Things(STAGE, server);
    pump = things.create("pump");
    valve = things.create("valve");
    mosquitto = MosquittoClients.of(STAGE, server);
  }

  /** So that no thing is told of tunnels of stories before, when it comes. */
  @AfterEach
  void deleteTunnels() {
    for (var tunnel : client.listTunnels(list -> {}).tunnelSummaries()) {
      client.closeTunnel(close -> close.tunnelId(tunnel.tunnelId()).delete(true));
    }
  }

  private static OpenTunnelResponse openTo(Thing thing) {
    return AwsSdk.openTo(client, thing.name());
  }

  @VerifiedWith(Client.AWS_CLI)
  @Test
  void aThingIsToldItsTokenWhenATunnelIsOpenedAndWhenTheTokenIsRotated() {
    // Given
    var listeners =
        List.of(
            mosquitto.subscribed(pump, V3, 0, pump.topic()),
            mosquitto.subscribed(pump, V3, 1, pump.topic()),
            mosquitto.subscribed(pump, V5, 0, pump.topic()),
            mosquitto.subscribed(pump, V5, 1, pump.topic()));
    var to = "thingName=pump,services=SSH,VNC";

    // When
    var opened = aws.ok("open-tunnel", "--destination-config", to);
    var id = opened.get("tunnelId").asText();
    rotate(id, "SOURCE", "--destination-config", to);
    rotate(id, "DESTINATION");
    var destination = rotate(id, "DESTINATION", "--destination-config", to);
    var all = rotate(id, "ALL", "--destination-config", "thingName=pump,services=WEB");

    // Then
    var messages =
        List.of(
            Told.payload(opened.get("destinationAccessToken").asText(), "SSH", "VNC"),
            Told.payload(destination.get("destinationAccessToken").asText(), "SSH", "VNC"),
            Told.payload(all.get("destinationAccessToken").asText(), "WEB"));
    for (int i = 0; i < listeners.size(); i++) {
      int qos = i % 2;
      assertThat(listeners.get(i).awaitTold(messages.size()))
          .containsExactlyElementsOf(
              messages.stream()
                  .map(payload -> new Told(qos, false, pump.topic(), payload))
                  .toList());
      listeners.get(i).close();
    }
  }

  private static JsonNode rotate(String id, String mode, String... options) {
    var arguments =
        new ArrayList<>(
            List.of("rotate-tunnel-access-token", "--tunnel-id", id, "--client-mode", mode));
    arguments.addAll(List.of(options));
    return aws.ok(arguments.toArray(String[]::new));
  }

  @VerifiedWith(Client.AWS_IOT_DEVICE_SDK_FOR_JAVA)
  @Test
  void awsIotDeviceSdkHearsOfIt() throws Exception {
    var json = new ObjectMapper();
    try (var mqtt3 = IotDeviceSdk.mqtt3(server, valve, "sdk-3");
        var mqtt5 = IotDeviceSdk.mqtt5(server, valve)) {
      var expected = Told.payload(openTo(valve).destinationAccessToken(), "SSH");

      assertThat(json.readTree(mqtt3.awaitTold())).isEqualTo(expected);
      assertThat(json.readTree(mqtt5.awaitTold())).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$aws/things/valve/tunnels/notify",
        "$aws/things/+/tunnels/notify",
        "$aws/things/pump/tunnels/#",
        "$aws/#",
        "#",
        "+/things/pump/tunnels/notify",
        "$share/all/$aws/things/pump/tunnels/notify",
        "$aws/things/pump/shadow/update/delta",
        "pump"
      })
  void nothingElseCanBeSubscribedTo(String filter) {
    var old = mosquitto.listen(pump, V3, 1, filter);
    var recent = mosquitto.listen(pump, V5, 1, filter);

    old.awaitSubscribed(128);
    recent.awaitSubscribed(135);
    assertThat(old.awaitEnd()).contains("All subscription requests were denied.");
    assertThat(recent.awaitEnd()).contains("All subscription requests were denied.");
  }

  @ParameterizedTest
  @CsvSource({"mqttv311, 0", "mqttv311, 1", "mqttv311, 2", "mqttv5, 0", "mqttv5, 1", "mqttv5, 2"})
  void nobodyCanPublish(String version, int qos) {
    try (var listener = mosquitto.subscribed(pump, V5, 1, pump.topic())) {
      var published = mosquitto.publish(pump, version, qos, pump.topic());

      if (qos > 0) {
        assertThat(published.err())
            .contains(version.equals(V5) ? "Not authorized" : "The connection was lost");
      }
      var opened = openTo(pump);
      assertThat(listener.awaitTold(1).getFirst().payload())
          .as("what comes first after that, for another's message would have come before")
          .isEqualTo(Told.payload(opened.destinationAccessToken(), "SSH"));
    }
  }

  @Test
  void withoutACertificateOrWithAStrangersNobodyComesIn() {
    var stranger = new Authority("Stranger").issue("pump").write(STAGE.newFolder("self"), "pump");

    var bare = mosquitto.listen(null, V5, 1, pump.topic()).awaitEnd();
    var strange = mosquitto.listen(stranger, V5, 1, pump.topic()).awaitEnd();

    assertThat(bare).contains("alert certificate required");
    assertThat(strange).contains("alert bad certificate");
    server
        .running()
        .awaitLine(
            "The certificate 'CN=pump', shown from \\S+, is turned away: its authority"
                + " 'CN=Stranger' is neither Adit's nor a registered one",
            Within.seconds(10));
  }

  @Test
  void whoseCertificateIsRevokedIsOutAndStaysOut() {
    var stolen = things.create("stolen");
    var thief = mosquitto.subscribed(stolen, V5, 1, stolen.topic());

    things.revoke(stolen.certificateId());

    thief.awaitLine("Received DISCONNECT \\(135\\)");
    assertThat(mosquitto.listen(stolen, V3, 1, stolen.topic()).awaitEnd())
        .contains("received CONNACK (5)");
    assertThat(mosquitto.listen(stolen, V5, 1, stolen.topic()).awaitEnd())
        .contains("received CONNACK (135)");
    server
        .running()
        .awaitLine(
            "Certificate " + stolen.certificateId() + ", .* is turned away: it was revoked on",
            Within.seconds(10));
  }

  @Test
  void theSameClientIdTakesOver() {
    var first = mosquitto.subscribed(valve, V5, 1, valve.topic(), "-i", "one");
    var second = mosquitto.subscribed(valve, V5, 1, valve.topic(), "-i", "one");

    first.awaitLine("Received DISCONNECT \\(142\\)");
    var opened = openTo(valve);
    assertThat(second.awaitTold(1).getLast().token()).isEqualTo(opened.destinationAccessToken());
    second.close();
  }

  @ParameterizedTest
  @CsvSource({"mqttv311, -c", "mqttv5, -c -x 3600"})
  void aPersistentSessionIsToldWhatItMissed(String version, String persistent) throws IOException {
    var options = (persistent + " -i kept-" + version).split(" ");
    var before = mosquitto.subscribed(valve, version, 1, valve.topic(), options);
    before.close();

    var opened = openTo(valve);

    try (var again = mosquitto.listen(valve, version, 1, valve.topic(), options)) {
      assertThat(again.awaitTold(1).getFirst().payload())
          .isEqualTo(Told.payload(opened.destinationAccessToken(), "SSH"));
    }
    Handshake.of("destination", opened.destinationAccessToken()).acceptedBy(server).close();
  }

  @Test
  void whoWasOfflineIsToldAFreshTokenUntilOneIsUsed() throws IOException {
    // Given
    var sleeper = things.create("sleeper");
    var opened = openTo(sleeper);
    assertThat(new Doctor(server).run(opened.tunnelId()).out().replaceAll("\\s+", " "))
        .contains("PROBLEM The thing sleeper is not connected to the MQTT port, or has not");

    // When
    var told = tokenToldTo(sleeper);

    // Then
    assertThat(told).isNotEqualTo(opened.destinationAccessToken());
    var old = Handshake.of("destination", opened.destinationAccessToken()).refusedBy(server);
    assertThat(old.status()).as("%s", old).isEqualTo(403);
    try (var _ = Handshake.of("destination", told).acceptedBy(server)) {
      try (var again = mosquitto.subscribed(sleeper, V5, 1, sleeper.topic())) {
        var next = openTo(sleeper);
        assertThat(again.awaitTold(1).getFirst().token())
            .as("the first that comes, since the used one is not replaced")
            .isEqualTo(next.destinationAccessToken());
      }
    }
  }

  @Test
  void whoWasOfflineIsToldNothingWhereThatIsTurnedOff() throws IOException {
    var other = AditProcess.start(STAGE, "--redeliver", "false");
    var authority = new Authority("Operator");
    authority.register(other);
    var sleeper = authority.issue("sleeper").write(STAGE.newFolder("sleeper"), "sleeper");
    try (var calls = AwsSdk.client(other)) {
      var missed = AwsSdk.openTo(calls, "sleeper");

      try (var online =
          MosquittoClients.of(STAGE, other).subscribed(sleeper, V5, 1, sleeper.topic())) {
        var next = AwsSdk.openTo(calls, "sleeper");

        assertThat(online.awaitTold(1).getFirst().token()).isEqualTo(next.destinationAccessToken());
        Handshake.of("destination", missed.destinationAccessToken()).acceptedBy(other).close();
      }
    } finally {
      other.close();
    }
  }

  private static String tokenToldTo(Thing thing) {
    try (MosquittoListener online = mosquitto.subscribed(thing, V3, 1, thing.topic())) {
      return online.awaitTold(1).getFirst().token();
    }
  }
}
