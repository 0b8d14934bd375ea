package io.adit.agent;

import static io.adit.agent.AgentFixture.notice;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.Message;
import io.adit.wire.ResetReason;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a notify message to a tunnel's link. */
class DeliveryTest {
  @RegisterExtension final AgentFixture fixture = new AgentFixture();

  @Test
  void aMessageBecomesALinkWithItsToken() throws Exception {
    ScriptedBroker.Device device = fixture.connect();
    assertThat(device.topic()).isEqualTo("$aws/things/RemoteThing1/tunnels/notify");
    assertThat(device.qos()).isEqualTo(MqttQoS.AT_LEAST_ONCE);
    assertThat(device.endpoint().clientIdentifier()).isEqualTo("RemoteThing1");
    assertThat(device.endpoint().isCleanSession()).isFalse();

    device.tell(notice("token-1", "SSH"));

    ScriptedRelay.Link link = fixture.relay().link().announce("SSH");
    assertThat(link.accessToken()).isEqualTo("token-1");
    assertThat(link.clientToken()).hasSizeGreaterThan(31);
    fixture.awaitHealth(
        health -> health.tunnels().size() == 1 && health.tunnels().getFirst().isConnected());
  }

  @Test
  void eachTunnelHasAClientTokenOfItsOwn() throws Exception {
    ScriptedBroker.Device device = fixture.connect();
    device.tell(notice("token-1", "SSH"));
    String first = fixture.relay().link().clientToken();

    device.tell(notice("token-2", "SSH"));

    assertThat(fixture.relay().link().clientToken()).isNotEqualTo(first);
  }

  @Test
  void aMessageThatComesAgainOpensNothing() throws Exception {
    ScriptedBroker.Device device = fixture.connect();
    device.tell(notice("token-1", "SSH"));
    fixture.relay().link();

    device.tell(notice("token-1", "SSH"));
    fixture.log().await("came again");
    device.tell(notice("token-2", "SSH"));

    assertThat(fixture.relay().link().accessToken()).isEqualTo("token-2");
    assertThat(fixture.relay().hasLinks()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "source      | eu-1 | its clientMode is source",
        "destination | ''   | region is empty",
        "server      | eu-1 | clientMode is neither destination nor source",
      })
  void aMessageForSomebodyElseIsPassedOver(String mode, String region, String why)
      throws Exception {
    ScriptedBroker.Device device = fixture.connect();

    device.tell(
        "{\"clientAccessToken\":\"secret\",\"clientMode\":\"%s\",\"region\":\"%s\",\"services\":[\"SSH\"]}"
            .formatted(mode, region));

    assertThat(fixture.log().await(why)).doesNotContain("secret");
    assertThat(fixture.health().tunnels()).isEmpty();
  }

  @Test
  void whatIsNoMessageIsPassedOverAndHarmsNoOther() throws Exception {
    ScriptedBroker.Device device = fixture.connect();

    device.tell("{\"clientAccessToken\":");
    device.tell(notice("to ken", "SSH"));
    device.tell(notice("token-1", "SSH"));

    assertThat(fixture.relay().link().accessToken()).isEqualTo("token-1");
    fixture.log().await("cannot be understood");
    fixture.log().await("printable ASCII");
  }

  @Test
  void connectionsReachWhatIsAllowedAndNothingElse() throws Exception {
    try (ServerSocket sshd = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ScriptedBroker.Device device =
          fixture.connect("services:", "  SSH: 127.0.0.1:" + sshd.getLocalPort());
      device.tell(notice("token-1", "SSH", "FOO"));
      ScriptedRelay.Link link = fixture.relay().link().announce("SSH", "FOO");

      link.send(new Message.StreamStart(1, "FOO", 1));
      link.send(new Message.StreamStart(1, "SSH", 1));

      String reason = "service FOO is not allowed on this device; add it to services in agent.yaml";
      assertThat(link.next())
          .isEqualTo(new Message.ConnectionReset(1, "FOO", 1, new ResetReason(reason)));
      sshd.setSoTimeout(Waiting.SECONDS * 1000);
      try (Socket reached = sshd.accept()) {
        assertThat(reached.isConnected()).isTrue();
      }
      fixture.log().await("Tunnel 1: " + reason);
    }
  }

  @Test
  void whatTheRelayAnnouncesCountsAndNotTheMessage() throws Exception {
    ScriptedBroker.Device device = fixture.connect("services:", "  SSH: 127.0.0.1:22");
    device.tell(notice("token-1", "SSH"));
    ScriptedRelay.Link link = fixture.relay().link().announce("VNC");

    link.send(new Message.StreamStart(1, "VNC", 1));

    assertThat(link.next())
        .isInstanceOfSatisfying(
            Message.ConnectionReset.class,
            reset -> assertThat(reset.reason().text()).startsWith("service VNC is not allowed"));
  }

  @Test
  void aTunnelBeyondTheLimitIsRefused() throws Exception {
    ScriptedBroker.Device device = fixture.connect("max-tunnels: 1");
    device.tell(notice("token-1", "SSH"));
    fixture.relay().link().announce("SSH");

    device.tell(notice("token-2", "SSH"));

    fixture.log().await("there are 1 already; close one, or raise max-tunnels");
    assertThat(fixture.relay().hasLinks()).isFalse();
  }

  @Test
  void aRotatedTokenGivesANewLinkEvenAtTheLimit() throws Exception {
    ScriptedBroker.Device device = fixture.connect("max-tunnels: 1");
    device.tell(notice("token-1", "SSH"));
    ScriptedRelay.Link first = fixture.relay().link().announce("SSH");

    device.tell(notice("token-2", "SSH"));
    first.end(1008, "the token was rotated");

    assertThat(fixture.relay().link().accessToken()).isEqualTo("token-2");
    fixture.log().await("Tunnel 1: the relay ended its connection: the token was rotated");
  }

  @Test
  void aTunnelThatClosesLeavesNothingBehind() throws Exception {
    try (ServerSocket sshd = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      sshd.setSoTimeout(Waiting.SECONDS * 1000);
      ScriptedBroker.Device device = fixture.connect("services:", "  SSH: " + sshd.getLocalPort());
      device.tell(notice("token-1", "SSH"));
      ScriptedRelay.Link link = fixture.relay().link().announce("SSH");
      link.send(new Message.StreamStart(1, "SSH", 1));
      try (Socket application = sshd.accept()) {
        application.setSoTimeout(Waiting.SECONDS * 1000);

        link.end(1000, "Tunnel is closed");

        assertThat(application.getInputStream().read()).isEqualTo(-1);
      }
      fixture.awaitHealth(health -> health.tunnels().isEmpty());
    }
  }

  @Test
  void aTokenThatTheRelayRefusesIsExplained() throws Exception {
    fixture.relay().refuse("Invalid access token: The access token was previously used");
    ScriptedBroker.Device device = fixture.connect();

    device.tell(notice("token-1", "SSH"));

    assertThat(fixture.log().await("the relay refused the token"))
        .contains("previously used")
        .contains("rotate-tunnel-access-token");
    fixture.awaitHealth(health -> health.tunnels().isEmpty());
  }

  @Test
  void noLogLineHoldsAToken() throws Exception {
    ScriptedBroker.Device device = fixture.connect("log-level: trace");
    device.tell(notice("very-secret-token", "SSH"));
    fixture.relay().link().announce("SSH").end(1000, "closed");
    fixture.log().await("Tunnel 1 is closed");

    assertThat(fixture.log().all()).noneMatch(line -> line.contains("very-secret-token"));
  }
}
