package io.adit.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.diagnosis.Incident;
import io.adit.server.diagnosis.LinkView;
import io.adit.server.diagnosis.ServiceView;
import io.adit.server.diagnosis.TunnelView;
import io.adit.server.tunnel.OpenRequest;
import io.adit.server.tunnel.Tunnel;
import io.adit.wire.Dialect;
import io.adit.wire.Extensions;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the answer says of a tunnel that is in use; the stories have the rest. */
class DiagnoseTunnelTest {
  private static final Instant LAST_MINUTE = ApiFixture.START.minusSeconds(60);

  @TempDir Path folder;
  private ApiFixture fixture;
  private Tunnel tunnel;

  @BeforeEach
  void open() {
    fixture = new ApiFixture(folder);
    tunnel = fixture.tunnels.open(new OpenRequest(null, List.of(), null, 720)).tunnel();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void allThatTheDataPlaneKnowsIsInTheAnswer() {
    Incident refused =
        new Incident(
            LAST_MINUTE,
            ApiFixture.START,
            2,
            Incident.Kind.CONNECTION_FAILED,
            Side.DESTINATION,
            "",
            "127.0.0.1:22 refused");
    fixture.knowing(
        new TunnelView(
            Optional.of(link(Side.SOURCE, 800_000, Optional.of(LAST_MINUTE))),
            Optional.of(link(Side.DESTINATION, 0, Optional.empty())),
            List.of(
                new ServiceView(
                    "",
                    2,
                    1,
                    new ServiceView.Last(
                        Optional.of(LAST_MINUTE), Optional.empty(), Optional.empty()),
                    Optional.of(refused))),
            7,
            5,
            6,
            List.of(refused)));

    assertThat(diagnosis())
        .contains(
            "\"source\":{\"status\":\"CONNECTED\",\"since\":1795521540.123,\"link\":{"
                + "\"remoteAddress\":\"10.0.0.3:40000\",\"userAgent\":\"adit\","
                + "\"subprotocol\":\"aws.iot.securetunneling-3.0\",\"dialect\":\"V3\","
                + "\"bytesReceived\":1,\"bytesSent\":2,\"unsentBytes\":3,"
                + "\"pacedBytesPerSecond\":800000,\"unreadSince\":1795521540.123,"
                + "\"silentSeconds\":4}}")
        .contains("\"unsentBytes\":3,\"silentSeconds\":4}}")
        .contains(
            "\"traffic\":{\"openConnections\":2,\"heldBytes\":7,\"bytesFromSource\":5,"
                + "\"bytesFromDestination\":6,\"services\":[{\"service\":\"\","
                + "\"openConnections\":2,\"unansweredConnections\":1,"
                + "\"lastOpenedAt\":1795521540.123}]}")
        .contains(
            "\"incidents\":[{\"firstAt\":1795521540.123,\"lastAt\":1795521600.123,\"count\":2,"
                + "\"side\":\"DESTINATION\",\"kind\":\"CONNECTION_FAILED\","
                + "\"what\":\"127.0.0.1:22 refused\"}]");
  }

  @Test
  void aTunnelWithoutProblemsIsHealthy() {
    fixture.knowing(
        new TunnelView(
            Optional.of(link(Side.SOURCE, 0, Optional.empty())),
            Optional.of(link(Side.DESTINATION, 0, Optional.empty())),
            List.of(),
            0,
            0,
            0,
            List.of()));

    assertThat(diagnosis())
        .startsWith(
            "200 {\"examinedAt\":1795521600.123,\"healthy\":true,\"findings\":[{"
                + "\"severity\":\"FINE\",\"code\":\"TUNNEL_FINE\",");
  }

  private String diagnosis() {
    return fixture.call(
        "Adit.DiagnoseTunnel", "{\"tunnelId\":\"%s\"}".formatted(tunnel.tunnelId()));
  }

  private static LinkView link(Side side, long pace, Optional<Instant> unreadSince) {
    return new LinkView(
        "link-1",
        side,
        new LinkView.Client("10.0.0.3:40000", "adit", Subprotocol.V3, Extensions.ALL),
        Optional.of(Dialect.V3),
        LAST_MINUTE,
        new LinkView.Traffic(1, 2, 3, pace, unreadSince, Duration.ofSeconds(4)));
  }
}
