package io.adit.server;

import static io.adit.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.server.ConsoleFixture.Page;
import io.adit.server.audit.read.AuditVerifier.Verdict;
import io.adit.server.auth.RequestSigner;
import io.adit.server.auth.Role;
import io.adit.server.http.ApiRequest;
import io.adit.server.testing.RawConnection;
import io.adit.server.testing.RawConnection.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server whose clock is set by an hour, and set right again; its clients' clocks go on. */
class ClockSetTest {
  /** Far more than is looked at in a second, and far less than who never waits would look. */
  private static final long MANY_LOOKS = 50_000;

  private static final int PONG = 0x8a;
  private static final int CLOSE = 0x88;
  private static final byte[] PING = {(byte) 0x89, (byte) 0x80, 1, 2, 3, 4};

  @TempDir Path data;
  private final SetClock clock = new SetClock();
  private final List<RawConnection> connections = new ArrayList<>();
  private ConsoleFixture console;
  private Page ann;
  private ConsoleDevice device;

  /** The machine's time, set by so much. */
  private static final class SetClock extends Clock {
    private final AtomicLong looks = new AtomicLong();
    private volatile Duration by = Duration.ZERO;

    @Override
    public Instant instant() {
      looks.incrementAndGet();
      return Clock.systemUTC().instant().plus(by);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** A tunnel with its tokens. */
  private record Tunnel(String id, String source, String destination) {}

  @BeforeEach
  void start() throws Exception {
    console = new ConsoleFixture(data, options -> options, clock);
    ann = console.signedIn("ann", Role.ADMINISTRATOR);
    device = ConsoleDevice.listening(console, ann, "pump");
    connections.add(device.connection());
  }

  @AfterEach
  void stop() throws IOException {
    for (RawConnection connection : connections) {
      connection.close();
    }
    console.close();
  }

  @Test
  void setForwardAndBack() throws Exception {
    // Given
    Tunnel brief = open(30);
    Tunnel lasting = open(720);
    RawConnection ending = link("source", brief.source());
    RawConnection staying = link("source", lasting.source());
    assertThat(signed(Duration.ZERO).status()).isEqualTo(200);

    // When
    clock.by = Duration.ofHours(1);

    // Then: what had half an hour is over, and nothing else.
    assertThat(frame(ending)).isEqualTo(CLOSE);
    assertStillGood(staying);
    assertThat(ann.get("session").status()).isEqualTo(401);
    ann = console.signIn("ann");
    assertThat(status(brief)).isEqualTo("CLOSED");
    assertThat(status(lasting)).isEqualTo("OPEN");
    assertRefused(signed(Duration.ZERO), "Signature expired: ", " is now earlier than ");
    assertThat(signed(Duration.ofHours(1)).status()).isEqualTo(200);
    Tunnel meanwhile = open(30);
    assertSpent(lasting);

    // When
    clock.by = Duration.ZERO;

    // Then
    assertThat(status(brief)).isEqualTo("CLOSED");
    assertThat(handshake("destination", brief.destination()).status()).isEqualTo(400);
    assertAllIsWell(lasting, staying);
    assertThat(status(meanwhile)).isEqualTo("OPEN");
    link("source", meanwhile.source());
  }

  @Test
  void setBackAndForward() throws Exception {
    // Given
    Tunnel brief = open(30);
    Tunnel lasting = open(720);
    RawConnection staying = link("source", lasting.source());
    RawConnection other = link("source", brief.source());

    // When
    clock.by = Duration.ofHours(-1);

    // Then
    assertStillGood(staying);
    assertStillGood(other);
    assertThat(status(brief)).isEqualTo("OPEN");
    assertRefused(signed(Duration.ZERO), "Signature not yet current: ", " is still later than ");
    assertThat(signed(Duration.ofHours(-1)).status()).isEqualTo(200);
    Tunnel meanwhile = open(30);
    assertSpent(lasting);
    RawConnection third = link("destination", meanwhile.destination());

    // When
    clock.by = Duration.ZERO;

    // Then: what was opened an hour ago by this clock is over.
    assertThat(frame(third)).isEqualTo(CLOSE);
    assertThat(status(meanwhile)).isEqualTo("CLOSED");
    assertThat(status(brief)).isEqualTo("OPEN");
    assertAllIsWell(lasting, staying);
    assertStillGood(other);
  }

  /** Of links, of the device, and of what it is told. */
  private void assertStillGood(RawConnection link) throws IOException {
    link.send(PING);
    assertThat(frame(link)).isEqualTo(PONG);
    device.ping();
  }

  private void assertSpent(Tunnel tunnel) throws IOException {
    Response answer = handshake("source", tunnel.source());
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("previously used");
  }

  private static void assertRefused(Response answer, String... words) {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("InvalidSignatureException").contains(words);
  }

  private void assertAllIsWell(Tunnel lasting, RawConnection staying) throws Exception {
    assertThat(signed(Duration.ZERO).status()).isEqualTo(200);
    assertSpent(lasting);
    assertStillGood(staying);
    open(30);
    eventually(
        "the log is whole",
        () -> AuditArchive.of(data).verify(List.of()) instanceof Verdict.Intact);
    assertThat(clock.looks.get()).isLessThan(MANY_LOOKS);
  }

  /** Opens a tunnel to the device, which is told its token. */
  private Tunnel open(int minutes) throws IOException {
    JsonNode opened =
        ConsoleFixture.json(
            ann.post(
                "call/IoTSecuredTunneling/OpenTunnel",
                ("{\"destinationConfig\":{\"thingName\":\"pump\",\"services\":[\"SSH\"]},"
                        + "\"timeoutConfig\":{\"maxLifetimeTimeoutMinutes\":%d}}")
                    .formatted(minutes)));
    assertThat(device.told()).contains(opened.path("destinationAccessToken").asText());
    return new Tunnel(
        opened.path("tunnelId").asText(),
        opened.path("sourceAccessToken").asText(),
        opened.path("destinationAccessToken").asText());
  }

  private String status(Tunnel tunnel) throws IOException {
    return ConsoleFixture.json(
            ann.post(
                "call/IoTSecuredTunneling/DescribeTunnel",
                "{\"tunnelId\":\"%s\"}".formatted(tunnel.id())))
        .at("/tunnel/status")
        .asText();
  }

  /** The answer to a call that was signed by a clock that is so far ahead of this machine's. */
  private Response signed(Duration ahead) throws IOException {
    AdministratorKey key = console.server().administrator();
    ApiRequest request =
        new RequestSigner(key.id(), key.secret())
            .sign(Clock.systemUTC().instant().plus(ahead), "ListTunnels", "{}");
    List<String> lines = new ArrayList<>(List.of("POST / HTTP/1.1"));
    request.headers().forEach((name, values) -> lines.add(name + ": " + values.getFirst()));
    lines.add("Content-Length: " + request.body().length);
    lines.add("");
    try (RawConnection connection = console.connect()) {
      connection.sendLines(lines.toArray(String[]::new)).send(request.body());
      return connection.readResponse();
    }
  }

  private Response handshake(String mode, String token) throws IOException {
    RawConnection connection = console.connect();
    connections.add(connection);
    connection.sendLines(
        "GET /tunnel?local-proxy-mode=" + mode + " HTTP/1.1",
        "Host: " + console.host(),
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol: aws.iot.securetunneling-3.0",
        "access-token: " + token,
        "");
    return connection.readResponse();
  }

  /** A link that was let in, and told its services. */
  private RawConnection link(String mode, String token) throws IOException {
    assertThat(handshake(mode, token).status()).isEqualTo(101);
    RawConnection link = connections.getLast();
    assertThat(frame(link)).isEqualTo(0x82);
    return link;
  }

  /** The first byte of the next frame, which is short. */
  private static int frame(RawConnection link) throws IOException {
    byte[] head = link.read(2);
    link.read(head[1]);
    return head[0] & 0xff;
  }
}
