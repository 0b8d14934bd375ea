package io.adit.agent;

import static io.adit.agent.AgentFixture.notice;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.agent.health.Health;
import io.adit.agent.mqtt.Patience;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the agent keeps its connection to the gateway, and what it says where there is none. */
class GatewayTest {
  @RegisterExtension final AgentFixture fixture = new AgentFixture();

  @Test
  void comesBackWhenTheGatewayDoes() throws Exception {
    fixture.connect();
    int port = fixture.broker().port();

    fixture.broker().die();
    fixture.log().await("the gateway closed the connection");
    fixture.awaitHealth(health -> health.state() == Health.State.WAITING);
    fixture.broker().revive(port, "ca.pem");

    fixture.broker().device().tell(notice("token-1", "SSH"));
    assertThat(fixture.relay().link().accessToken()).isEqualTo("token-1");
    fixture.awaitHealth(health -> health.state() == Health.State.CONNECTED);
  }

  @Test
  void aTunnelOutlivesTheGateway() throws Exception {
    fixture.connect().tell(notice("token-1", "SSH"));
    fixture.relay().link().announce("SSH");
    fixture.awaitHealth(health -> health.tunnels().getFirst().isConnected());

    fixture.broker().die();
    fixture.log().await("the gateway closed the connection");
    int port = fixture.broker().port();
    fixture.broker().revive(port, "ca.pem");

    fixture.broker().device();
    assertThat(fixture.health().tunnels())
        .singleElement()
        .satisfies(tunnel -> assertThat(tunnel.isConnected()).isTrue());
  }

  @Test
  void saysThatItsCertificateIsRefused() throws Exception {
    int port = fixture.broker().port();
    fixture.broker().die();
    fixture.broker().revive(port, "foreign.pem");

    fixture.start();

    fixture.log().await("the gateway refuses this device's certificate");
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    fixture.broker().die();

    fixture.start();

    fixture.log().await("the gateway's port is closed");
  }

  @Test
  void saysThatItIsNotAuthorised() throws Exception {
    fixture.broker().refuse(_ -> MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5);

    fixture.start();

    fixture.log().await("the gateway does not let this device connect");
  }

  @Test
  void saysThatItMayNotSubscribe() throws Exception {
    fixture.broker().answerSubscriptions(MqttSubAckReasonCode.NOT_AUTHORIZED);

    fixture.start();

    fixture.log().await("does not let this device subscribe");
  }

  @Test
  void doesNotFightForItsSession() throws Exception {
    ScriptedBroker.Device device = fixture.connect();

    device
        .endpoint()
        .disconnect(MqttDisconnectReasonCode.SESSION_TAKEN_OVER, MqttProperties.NO_PROPERTIES);

    String line = fixture.log().await("another client has connected with the same client id");
    double wait = Double.parseDouble(line.replaceAll(".*next attempt in ([0-9.]+) s", "$1"));
    assertThat(wait).isBetween(60.0, 120.0);
  }

  @Test
  void speaksMqtt311WhereTheGatewayIsOld() throws Exception {
    fixture
        .broker()
        .refuse(device ->
            device.protocolVersion() == 5
                ? MqttConnectReturnCode.CONNECTION_REFUSED_UNSUPPORTED_PROTOCOL_VERSION
                : null);

    fixture.connect().tell(notice("token-1", "SSH"));

    assertThat(fixture.broker().version()).isEqualTo(5);
    assertThat(fixture.broker().version()).isEqualTo(4);
    assertThat(fixture.relay().link().accessToken()).isEqualTo("token-1");
  }

  @Test
  void noticesAGatewayThatHasFallenSilent() throws Exception {
    ScriptedBroker.Device device =
        fixture
            .withPatience(
                new Patience(
                    Duration.ofMillis(50),
                    Duration.ofMillis(100),
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(30),
                    Duration.ofMillis(200)))
            .connect();

    device.endpoint().autoKeepAlive(false);

    fixture.log().await("the gateway does not answer any more");
    fixture.broker().device();
  }
}
