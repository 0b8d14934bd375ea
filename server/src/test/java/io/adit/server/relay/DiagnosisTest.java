package io.adit.server.relay;

import static io.adit.server.testing.Messages.connectionReset;
import static io.adit.server.testing.Messages.connectionStart;
import static io.adit.server.testing.Messages.data;
import static io.adit.server.testing.Messages.streamStart;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.diagnosis.Diagnosis;
import io.adit.server.diagnosis.Doctor;
import io.adit.server.diagnosis.Finding;
import io.adit.server.diagnosis.Finding.Code;
import io.adit.server.diagnosis.Incident;
import io.adit.server.diagnosis.ServiceView;
import io.adit.server.diagnosis.TunnelView;
import io.adit.server.tunnel.ClientMode;
import io.adit.server.tunnel.ConnectionState;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.wire.AccessToken;
import io.adit.wire.Message;
import io.adit.wire.ResetReason;
import io.adit.wire.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes known of a tunnel while real links come, work and go. */
class DiagnosisTest {
  private static final String ASKING = "Adit-Extensions: reset-reasons";
  private static final String CLIENT_TOKEN = "client-token: 0123456789abcdef0123456789abcdef";
  private static final ResetReason REFUSED = new ResetReason("127.0.0.1:22 refused");

  @TempDir static Path folder;
  private static RelayFixture server;

  @BeforeAll
  static void start() throws IOException {
    server = new RelayFixture(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aSourceThatAsksIsToldWhatTheDeviceSays() throws Exception {
    OpenedTunnel tunnel = server.open("SSH");
    try (LinkClient device = asking(Side.DESTINATION, tunnel.destination());
        LinkClient operator = asking(Side.SOURCE, tunnel.source())) {
      connect(operator, device);

      device.send(new Message.ConnectionReset(1, "SSH", 1, REFUSED));

      assertThat(operator.next())
          .isEqualTo(
              new Message.ConnectionReset(
                  1, "SSH", 1, new ResetReason("the device says: 127.0.0.1:22 refused")));
      assertThat(findings(tunnel)).containsExactly(Code.CONNECTION_FAILED);
    }
  }

  @Test
  void aSourceOfAwsIsToldNothing() throws Exception {
    OpenedTunnel tunnel = server.open("SSH");
    try (LinkClient device = asking(Side.DESTINATION, tunnel.destination());
        LinkClient operator = server.link(Side.SOURCE, tunnel.source())) {
      connect(operator, device);

      device.send(new Message.ConnectionReset(1, "SSH", 1, REFUSED));

      assertThat(operator.next()).isEqualTo(connectionReset(1, "SSH", 1));
      assertThat(findings(tunnel)).as("the doctor is").containsExactly(Code.CONNECTION_FAILED);
    }
  }

  @Test
  void whatADeviceSaysWithoutHavingAgreedToItIsNotRead() throws Exception {
    OpenedTunnel tunnel = server.open("SSH");
    try (LinkClient device = server.link(Side.DESTINATION, tunnel.destination());
        LinkClient operator = asking(Side.SOURCE, tunnel.source())) {
      connect(operator, device);

      device.send(new Message.ConnectionReset(1, "SSH", 1, REFUSED));

      assertThat(operator.next()).isEqualTo(connectionReset(1, "SSH", 1));
      assertThat(findings(tunnel)).containsExactly(Code.CONNECTION_UNANSWERED);
    }
  }

  @Test
  void aConnectionThatWorksTakesTheBlameAway() throws Exception {
    OpenedTunnel tunnel = server.open("SSH");
    try (LinkClient device = asking(Side.DESTINATION, tunnel.destination());
        LinkClient operator = asking(Side.SOURCE, tunnel.source())) {
      connect(operator, device);
      device.send(new Message.ConnectionReset(1, "SSH", 1, REFUSED));
      operator.next();
      assertThat(findings(tunnel)).containsExactly(Code.CONNECTION_FAILED);

      operator.send(connectionStart(1, "SSH", 2));
      device.next();
      device.send(data(1, "SSH", 2, "hello"));
      operator.next();

      assertThat(findings(tunnel)).containsExactly(Code.TUNNEL_FINE);
      ServiceView service = view(tunnel).services().getFirst();
      assertThat(service.open()).isEqualTo(1);
      assertThat(service.last().answeredAt()).isPresent();
      assertThat(kinds(tunnel)).as("it still happened").contains(Incident.Kind.CONNECTION_FAILED);
    }
  }

  @Test
  void aConnectionThatFailsHarmsNoOther() throws Exception {
    OpenedTunnel tunnel = server.open("SSH");
    try (LinkClient device = asking(Side.DESTINATION, tunnel.destination());
        LinkClient operator = asking(Side.SOURCE, tunnel.source())) {
      connect(operator, device);
      operator.send(connectionStart(1, "SSH", 2));
      assertThat(device.next()).isEqualTo(connectionStart(1, "SSH", 2));

      device.send(new Message.ConnectionReset(1, "SSH", 2, REFUSED));
      device.send(data(1, "SSH", 1, "unharmed"));

      assertThat(operator.next()).isInstanceOf(Message.ConnectionReset.class);
      assertThat(operator.next()).isEqualTo(data(1, "SSH", 1, "unharmed"));
      assertThat(view(tunnel).openConnections()).isEqualTo(1);
    }
  }

  @Test
  void linksThatComeAndGoAreRemembered() throws Exception {
    OpenedTunnel tunnel = server.open("SSH");
    try (LinkClient device = server.link(Side.DESTINATION, tunnel.destination())) {
      device.next();
      device.close(1000);
      gone(tunnel, Side.DESTINATION);
    }

    assertThat(view(tunnel).incidents())
        .extracting(Incident::kind)
        .containsExactly(Incident.Kind.LINK_OPENED, Incident.Kind.LINK_ENDED);
    assertThat(view(tunnel).incidents().getFirst().what())
        .matches("connected from 127\\.0\\.0\\.1:\\d+ \\(test\\)");
    assertThat(view(tunnel).incidents().getLast().what())
        .isEqualTo("the client closed it with 1000");
  }

  @Test
  void aTokenThatIsUsedUpIsToldFromOneThatMayComeBack() throws Exception {
    OpenedTunnel tunnel = server.open("SSH");
    try (LinkClient device = server.link(Side.DESTINATION, tunnel.destination());
        LinkClient operator =
            server.link(HandshakeText.of(Side.SOURCE, tunnel.source()).with(CLIENT_TOKEN))) {
      device.close(1000);
      operator.close(1000);
      gone(tunnel, Side.DESTINATION);
      gone(tunnel, Side.SOURCE);
    }

    assertThat(examine(tunnel).findings())
        .extracting(Finding::next)
        .satisfiesExactly(
            next -> assertThat(next).startsWith("Its token was good for that one connection"),
            next -> assertThat(next).startsWith("It can come back with the same access token"));
  }

  @Test
  void aTokenThatWasRotatedIsToBeUsed() throws Exception {
    OpenedTunnel tunnel = server.open("SSH");
    try (LinkClient device = server.link(Side.DESTINATION, tunnel.destination())) {
      device.next();
      server.registry.rotate(tunnel.tunnel().tunnelId(), ClientMode.DESTINATION, null);
      device.closed();
      gone(tunnel, Side.DESTINATION);
    }

    Finding first = examine(tunnel).findings().getFirst();
    assertThat(first.what()).endsWith(": The access token was revoked by a rotation.");
    assertThat(first.next()).startsWith("Its new token has not been used yet.");
  }

  @Test
  void aRefusedClientExplainsWhyItsSideIsMissing() throws Exception {
    OpenedTunnel tunnel = server.open("SSH");
    try (LinkClient device = server.link(Side.DESTINATION, tunnel.destination())) {
      device.close(1000);
      gone(tunnel, Side.DESTINATION);
    }

    server.refused(HandshakeText.of(Side.DESTINATION, tunnel.destination()));

    assertThat(findings(tunnel))
        .containsExactly(Code.SIDE_GONE, Code.HANDSHAKE_REFUSED, Code.SIDE_NEVER_CONNECTED);
  }

  @Test
  void aBrokenRuleExplainsWhyItsSideIsMissing() throws Exception {
    OpenedTunnel tunnel = server.open("SSH");
    try (LinkClient operator = server.link(Side.SOURCE, tunnel.source())) {
      operator.next();
      operator.send(streamStart(0, "SSH", 1));
      operator.closed();
      gone(tunnel, Side.SOURCE);
    }

    assertThat(findings(tunnel))
        .containsExactly(Code.SIDE_NEVER_CONNECTED, Code.SIDE_GONE, Code.RULE_BROKEN);
    assertThat(kinds(tunnel))
        .as("told once")
        .containsExactly(Incident.Kind.LINK_OPENED, Incident.Kind.RULE_BROKEN);
  }

  @Test
  void whatWaitsForTheDestinationIsSeen() throws Exception {
    OpenedTunnel tunnel = server.open("SSH");
    try (LinkClient operator = server.link(Side.SOURCE, tunnel.source())) {
      operator.next();
      operator.send(streamStart(1, "SSH", 1));
      operator.send(data(1, "SSH", 1, "hello?"));

      RelayFixture.eventually(
          "it is held",
          () -> view(tunnel).services().stream().anyMatch(it -> it.unanswered() == 1));
      assertThat(view(tunnel).heldBytes()).isGreaterThan("hello?".length());
      assertThat(findings(tunnel)).containsExactly(Code.SIDE_NEVER_CONNECTED);
    }
  }

  private static LinkClient asking(Side side, AccessToken token) throws IOException {
    return server.link(HandshakeText.of(side, token).with(ASKING));
  }

  /** Both have read the services, and connection 1 is open. */
  private static void connect(LinkClient operator, LinkClient device) throws IOException {
    operator.next();
    device.next();
    operator.send(streamStart(1, "SSH", 1));
    assertThat(device.next()).isEqualTo(streamStart(1, "SSH", 1));
  }

  private static void gone(OpenedTunnel tunnel, Side side) {
    RelayFixture.eventually(
        "the " + side + " is gone",
        () -> {
          // A side that never came is disconnected too.
          ConnectionState recorded =
              server.registry.describe(tunnel.tunnel().tunnelId()).connectionState(side);
          return view(tunnel).link(side).isEmpty()
              && recorded.lastUpdatedAt() != null
              && recorded.status() == ConnectionState.Status.DISCONNECTED;
        });
  }

  private static TunnelView view(OpenedTunnel tunnel) {
    return server.relay.view(tunnel.tunnel().tunnelId());
  }

  private static List<Incident.Kind> kinds(OpenedTunnel tunnel) {
    return view(tunnel).incidents().stream().map(Incident::kind).toList();
  }

  private static Diagnosis examine(OpenedTunnel tunnel) {
    return new Doctor(server.registry, server.relay, _ -> Optional.empty(), Clock.systemUTC())
        .examine(tunnel.tunnel().tunnelId());
  }

  private static List<Code> findings(OpenedTunnel tunnel) {
    return examine(tunnel).findings().stream().map(Finding::code).toList();
  }
}
