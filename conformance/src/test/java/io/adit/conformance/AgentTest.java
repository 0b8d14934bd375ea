package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.conformance.VerifiedWith.Client;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AgentProcess;
import io.adit.conformance.programs.AwsCli;
import io.adit.conformance.programs.Doctor;
import io.adit.conformance.programs.OpenSshServer;
import io.adit.conformance.programs.ProxyProcess;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A device that runs {@code adit agent}, and tunnels that the AWS CLI opens to it. */
@VerifiedWith(Client.AWS_CLI)
class AgentTest {
  @AutoClose static final Stage STAGE = new Stage();

  private static AditProcess server;
  private static AwsCli aws;
  private static OpenSshServer sshd;

  @BeforeAll
  static void start() {
    server = AditProcess.start(STAGE);
    aws = AwsCli.of(server);
    sshd = OpenSshServer.start(STAGE);
  }

  @Test
  void aTunnelReachesTheDeviceAndARotationMakesItConnectAnew() throws IOException {
    // Given
    var agent = AgentProcess.launch(STAGE, device("Device1"));
    agent.logs("listening for tunnels");

    // When
    var opened = open("Device1", "SSH");
    agent.logs("Tunnel 1: connected");

    // Then
    try (var source = source(opened, "SSH=0")) {
      var ran = sshd.clientThrough(source.listeningPort()).ssh(soon(), "echo reached");
      assertThat(ran.out()).isEqualTo("reached\n");
    }

    // When
    aws.ok(
        "rotate-tunnel-access-token",
        "--tunnel-id",
        opened.path("tunnelId").asText(),
        "--client-mode",
        "DESTINATION",
        "--destination-config",
        "thingName=Device1,services=SSH");

    // Then
    agent.logs("Tunnel 2: connected");
    agent.logs("Tunnel 1: the relay ended its connection");
  }

  @Test
  void aDeviceThatComesLateIsConnectedAllTheSame() throws IOException {
    // Given
    var device = device("Device2");
    open("Device2", "SSH");

    // When
    var agent = AgentProcess.launch(STAGE, device);

    // Then
    agent.logs("Tunnel 1: connected");
  }

  @Test
  void theOperatorReadsWhichServiceTheDeviceDoesNotAllow() throws Exception {
    // Given
    var agent = AgentProcess.launch(STAGE, device("Device3"));
    agent.logs("listening for tunnels");
    var opened = open("Device3", "FOO");
    agent.logs("Tunnel 1: service FOO is not allowed on this device");
    agent.logs("Tunnel 1: connected");

    try (var source = source(opened, "FOO=0")) {
      // When
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), source.listeningPort())) {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }

      // Then
      source
          .running()
          .awaitLine("FOO: the device says: service FOO is not allowed on this device", soon());
      var answer = new Doctor(server).run(opened.path("tunnelId").asText());
      assertThat(answer.exit()).isEqualTo(Doctor.PROBLEM);
      assertThat(answer.out().replaceAll("\\s+", " "))
          .contains("service FOO is not allowed on this device; add it to services in agent.yaml");
    }
  }

  private static Within soon() {
    return Within.seconds(60);
  }

  /** A thing with a certificate, as provisioning scripts make it; returns its configuration. */
  private static Path device(String thing) throws IOException {
    var iot = aws.service("iot");
    iot.ok("create-thing", "--thing-name", thing);
    JsonNode made = iot.ok("create-keys-and-certificate", "--set-as-active");
    iot.ok(
        "attach-thing-principal",
        "--thing-name",
        thing,
        "--principal",
        made.path("certificateArn").asText());
    Path folder = STAGE.newFolder(thing);
    Files.writeString(folder.resolve("device.pem"), made.path("certificatePem").asText());
    Files.writeString(
        folder.resolve("device.key"), made.path("keyPair").path("PrivateKey").asText());
    return Files.writeString(
        folder.resolve("agent.yaml"),
        """
        thing: %s
        endpoint: localhost:%d
        mqtt: localhost:%d
        certificate: device.pem
        key: device.key
        ca: %s
        services:
          SSH: 127.0.0.1:%d
        """
            .formatted(thing, server.port(), server.mqttPort(), server.caBundle(), sshd.port()));
  }

  private static JsonNode open(String thing, String services) {
    return aws.ok(
        "open-tunnel", "--destination-config", "thingName=" + thing + ",services=" + services);
  }

  private static ProxyProcess source(JsonNode opened, String mapping) {
    return ProxyProcess.launch(
        STAGE,
        server,
        opened.path("sourceAccessToken").asText(),
        "-e",
        "localhost:" + server.port(),
        "-s",
        mapping);
  }
}
