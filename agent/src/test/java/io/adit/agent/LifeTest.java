package io.adit.agent;

import static io.adit.agent.AgentFixture.notice;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.agent.health.Health;
import io.adit.agent.health.HealthFile;
import io.adit.wire.Message;
import io.adit.wire.ResetReason;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How an agent is reloaded, watched and ended. */
class LifeTest {
  @RegisterExtension final AgentFixture fixture = new AgentFixture();

  @Test
  void aServiceThatIsTakenAwayKeepsItsConnectionsAndGetsNoMore() throws Exception {
    try (ServerSocket app = listen()) {
      ScriptedRelay.Link link = serving(app);
      link.send(new Message.StreamStart(1, "APP", 1));
      try (Socket open = app.accept()) {
        fixture.reload("services:", "  OTHER: 1234");

        link.send(new Message.ConnectionStart(1, "APP", 2));
        assertThat(link.next())
            .isEqualTo(
                new Message.ConnectionReset(
                    1,
                    "APP",
                    2,
                    new ResetReason(
                        "service APP is not allowed on this device; add it to services in"
                            + " agent.yaml")));
        link.send(new Message.Data(1, "APP", 1, ByteBuffer.wrap("still".getBytes(UTF_8))));
        assertThat(new String(open.getInputStream().readNBytes(5), UTF_8)).isEqualTo("still");
      }
    }
  }

  @Test
  void aServiceThatIsAddedWorksOnATunnelThatRuns() throws Exception {
    try (ServerSocket app = listen()) {
      fixture.connect("services:", "  OTHER: 1234").tell(notice("token-1", "APP"));
      ScriptedRelay.Link link = fixture.relay().link().announce("APP");

      fixture.reload("services:", "  APP: " + app.getLocalPort());
      link.send(new Message.StreamStart(1, "APP", 1));

      app.accept().close();
      assertThat(link.next()).isEqualTo(new Message.ConnectionReset(1, "APP", 1));
    }
  }

  @Test
  void anotherClientIdConnectsAnewAndTunnelsStay() throws Exception {
    ScriptedBroker.Device before = fixture.connect();
    before.tell(notice("token-1", "SSH"));
    fixture.relay().link().announce("SSH");
    fixture.awaitHealth(health -> health.tunnels().getFirst().isConnected());

    fixture.reload("client-id: another");

    assertThat(before.end()).isEqualTo("disconnected");
    assertThat(fixture.broker().device().endpoint().clientIdentifier()).isEqualTo("another");
    assertThat(fixture.health().tunnels()).hasSize(1);
  }

  @Test
  void theSameFileAgainDisturbsNothing() throws Exception {
    ScriptedBroker.Device device = fixture.connect();
    fixture.awaitHealth(health -> health.state() == Health.State.CONNECTED);
    Instant since = fixture.health().connectedSince();

    fixture.reload();
    device.tell(notice("token-1", "SSH"));

    assertThat(fixture.relay().link().accessToken()).isEqualTo("token-1");
    assertThat(fixture.health().connectedSince()).isEqualTo(since);
  }

  @Test
  void aConfigurationThatIsBadIsToldAndTheOldOneHolds() throws Exception {
    fixture.connect();
    fixture.awaitHealth(health -> health.state() == Health.State.CONNECTED);

    Waiting.await(fixture.agent().onBadConfig("agent.yaml, line 3: no"));

    fixture.log().await("line 3: no; the configuration that was read before still holds");
    assertThat(fixture.health().state()).isEqualTo(Health.State.CONNECTED);
    assertThat(fixture.health().lastError()).isNotNull();
  }

  @Test
  void drainingLetsAConnectionFinishAndTakesNoOther() throws Exception {
    try (ServerSocket app = listen()) {
      ScriptedRelay.Link link = serving(app, "drain: 10m");
      link.send(new Message.StreamStart(1, "APP", 1));
      Socket open = app.accept();

      Future<Void> drained = fixture.agent().drain();
      fixture.awaitHealth(health -> health.state() == Health.State.ENDING);
      link.send(new Message.ConnectionStart(1, "APP", 2));
      assertThat(link.next())
          .isEqualTo(
              new Message.ConnectionReset(
                  1, "APP", 2, new ResetReason("the device's agent is ending")));
      assertThat(drained.isComplete()).isFalse();
      open.close();

      Waiting.await(drained);
      assertThat(link.close()).isEqualTo(1000);
    }
  }

  @Test
  void drainingDoesNotWaitForEver() throws Exception {
    try (ServerSocket app = listen()) {
      ScriptedRelay.Link link = serving(app, "drain: 50ms");
      link.send(new Message.StreamStart(1, "APP", 1));
      try (Socket open = app.accept()) {
        open.setSoTimeout(Waiting.SECONDS * 1000);

        Waiting.await(fixture.agent().drain());

        assertThat(open.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void leavesTheGatewayInGoodOrder() throws Exception {
    ScriptedBroker.Device device = fixture.connect();

    Waiting.await(fixture.agent().drain());

    assertThat(device.end()).isEqualTo("disconnected");
  }

  @Test
  void theHealthFileFollowsTheAgentAndGoesWithIt() throws Exception {
    Path file = fixture.folder().resolve("health.json");
    fixture.connect("health-file: health.json").tell(notice("token-1", "SSH"));
    fixture.relay().link().announce("SSH");
    fixture.awaitHealth(health ->
        health.state() == Health.State.CONNECTED && health.tunnels().getFirst().isConnected());

    assertThat(file)
        .content()
        .contains("\"state\" : \"connected\"", "\"services\" : [ \"SSH\" ]", "\"connected\" : true")
        .doesNotContain("token-1");
    assertThat(new HealthFile(file).check(Instant.now())).isEmpty();

    Waiting.await(fixture.agent().drain());
    assertThat(Files.exists(file)).isFalse();
  }

  @Test
  void theHealthFileSaysWhyThereIsNoConnection() throws Exception {
    fixture.broker().die();
    fixture.start("health-file: health.json");
    fixture.awaitHealth(health -> health.state() == Health.State.WAITING);

    assertThat(new HealthFile(fixture.folder().resolve("health.json")).check(Instant.now()))
        .hasValueSatisfying(problem -> assertThat(problem).contains("port is closed"));
  }

  private ScriptedRelay.Link serving(ServerSocket app, String... lines) throws Exception {
    String services = "services:\n  APP: " + app.getLocalPort();
    String[] all = {services, String.join("\n", lines)};
    fixture.connect(all).tell(notice("token-1", "APP"));
    ScriptedRelay.Link link = fixture.relay().link().announce("APP");
    fixture.awaitHealth(health -> health.tunnels().getFirst().isConnected());
    return link;
  }

  private static ServerSocket listen() throws Exception {
    ServerSocket app = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    app.setSoTimeout(Waiting.SECONDS * 1000);
    return app;
  }
}
