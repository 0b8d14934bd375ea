package io.adit.server.relay;

import static io.adit.server.testing.Messages.connectionReset;
import static io.adit.server.testing.Messages.connectionStart;
import static io.adit.server.testing.Messages.data;
import static io.adit.server.testing.Messages.serviceIds;
import static io.adit.server.testing.Messages.streamReset;
import static io.adit.server.testing.Messages.streamStart;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.diagnosis.Incident;
import io.adit.server.diagnosis.LinkView;
import io.adit.server.diagnosis.TunnelView;
import io.adit.server.relay.LinkClient.Frame;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.wire.Message;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a link makes of bytes. Facts: client sheet, sections 2.4 to 2.8. */
class LinkTest {
  private static final byte[] START = LinkClient.unit(streamStart(1, "SSH", 1));

  @TempDir static Path folder;
  private static RelayFixture server;

  private OpenedTunnel tunnel;
  private LinkClient source;
  private LinkClient destination;

  @BeforeAll
  static void startServer() throws IOException {
    server = new RelayFixture(folder);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  /** One after the other, so that the two are on different event loops. */
  @BeforeEach
  void join() throws IOException {
    tunnel = server.open("SSH");
    destination = server.link(Side.DESTINATION, tunnel.destination());
    source = server.link(Side.SOURCE, tunnel.source());
    assertThat(destination.next()).isEqualTo(serviceIds("SSH"));
    assertThat(source.next()).isEqualTo(serviceIds("SSH"));
  }

  @AfterEach
  void leave() throws IOException {
    source.close();
    destination.close();
  }

  @Test
  void bytesPassBothWays() throws Exception {
    // When
    source.send(streamStart(1, "SSH", 1));
    source.send(data(1, "SSH", 1, "ping"));

    // Then
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
    assertThat(destination.next()).isEqualTo(data(1, "SSH", 1, "ping"));

    // When
    destination.send(data(1, "SSH", 1, "pong"));
    destination.send(connectionReset(1, "SSH", 1));

    // Then
    assertThat(source.next()).isEqualTo(data(1, "SSH", 1, "pong"));
    assertThat(source.next()).isEqualTo(connectionReset(1, "SSH", 1));
  }

  @Test
  void aMessageInFragmentsOf4096BytesIsPutTogether() throws Exception {
    // Given: the official client cuts a full DATA message so.
    Message.Data full = data(1, "SSH", 1, randomBytes(64_512));
    source.send(streamStart(1, "SSH", 1));
    byte[] unit = LinkClient.unit(full);

    // When
    for (int from = 0; from < unit.length; from += 4096) {
      int to = Math.min(unit.length, from + 4096);
      source.sendFrame(
          to == unit.length,
          from == 0 ? LinkClient.BINARY : LinkClient.CONTINUATION,
          Arrays.copyOfRange(unit, from, to));
      source.sendFrame(true, LinkClient.PING, new byte[] {'p'});
    }

    // Then
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
    assertThat(destination.next()).isEqualTo(full);
  }

  @Test
  void unitsInOneFrameGoOutInFramesOfTheirOwn() throws Exception {
    // When
    source.sendFrame(
        true,
        LinkClient.BINARY,
        LinkClient.join(
            START,
            LinkClient.unit(connectionStart(1, "SSH", 2)),
            LinkClient.unit(data(1, "SSH", 2, "two"))));

    // Then
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
    assertThat(destination.next()).isEqualTo(connectionStart(1, "SSH", 2));
    assertThat(destination.next()).isEqualTo(data(1, "SSH", 2, "two"));
  }

  @Test
  void aUnitMayBeCutAnywhereOverFrames() throws Exception {
    // Given
    byte[] units = LinkClient.join(START, LinkClient.unit(data(1, "SSH", 1, "whole")));

    // When: each byte comes in a WebSocket message of its own.
    for (byte one : units) {
      source.sendFrame(true, LinkClient.BINARY, new byte[] {one});
    }

    // Then
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
    assertThat(destination.next()).isEqualTo(data(1, "SSH", 1, "whole"));
  }

  @Test
  void aFrameMayBeCutAnywhereOverTheNetwork() throws Exception {
    // Given
    byte[] frame = source.frame(true, LinkClient.BINARY, START);

    // When
    for (byte one : frame) {
      source.sendRaw(new byte[] {one});
    }

    // Then
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1700000000123", "any bytes at all"})
  void aPingIsAnsweredWithExactlyItsPayload(String payload) throws Exception {
    // Given
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);

    // When
    source.sendFrame(true, LinkClient.PING, bytes);

    // Then
    Frame pong = source.nextFrame();
    assertThat(pong.opcode()).isEqualTo(LinkClient.PONG);
    assertThat(pong.payload()).isEqualTo(bytes);
  }

  @Test
  void aPongThatNobodyAskedForIsPassedOver() throws Exception {
    // When
    source.sendFrame(true, LinkClient.PONG, new byte[] {1});
    source.send(streamStart(1, "SSH", 1));

    // Then
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
  }

  @Test
  void textIsClosed() throws Exception {
    // When
    source.sendFrame(true, LinkClient.TEXT, START);

    // Then
    assertThat(source.closed()).isEqualTo("1003 a text frame; send binary");
  }

  @Test
  void aFrameWithoutMaskIsClosed() throws Exception {
    // When
    source.sendRaw(new byte[] {(byte) 0x82, 1, 0});

    // Then
    assertThat(source.closed()).startsWith("1002 ");
  }

  @Test
  void tooLargeAFrameIsClosed() throws Exception {
    // When: just its header, for 131,077 bytes.
    source.sendRaw(
        ByteBuffer.allocate(14)
            .put((byte) 0x82)
            .put((byte) 0xff)
            .putLong(131_077)
            .putInt(0)
            .array());

    // Then
    assertThat(source.closed()).startsWith("1009 ");
  }

  @Test
  void garbageIsClosed() throws Exception {
    // When
    source.sendFrame(true, LinkClient.BINARY, new byte[] {0, 2, 0x0f, 0x0f});

    // Then
    assertThat(source.closed()).startsWith("1002 ");
  }

  @Test
  void anUnknownFieldIsClosed() throws Exception {
    // When: field 8.
    source.sendFrame(true, LinkClient.BINARY, new byte[] {0, 4, 8, 1, 0x40, 1});

    // Then
    assertThat(source.closed()).startsWith("1002 ");
  }

  @Test
  void whatASideMustNotSendClosesItsLinkAndTheOtherSideIsTold() throws Exception {
    // Given
    source.send(streamStart(1, "SSH", 1));
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));

    // When
    source.send(new Message.SessionReset());

    // Then
    assertThat(source.closed()).isEqualTo("1008 SESSION_RESET is the service's to send");
    assertThat(destination.next()).isEqualTo(streamReset(1, "SSH", 1));
    TunnelView view = server.relay.view(tunnel.tunnel().tunnelId());
    Incident broken = view.last(Incident.Kind.RULE_BROKEN, Side.SOURCE).orElseThrow();
    assertThat(broken.what()).contains("SESSION_RESET");
    assertThat(view.source()).isEmpty();
  }

  @Test
  void whatCameBeforeAViolationIsPassedOn() throws Exception {
    // When: in one frame, so that the relay reads both at once.
    source.sendFrame(
        true,
        LinkClient.BINARY,
        LinkClient.join(
            START,
            LinkClient.unit(data(1, "SSH", 1, "last words")),
            LinkClient.unit(data(1, "OTHER", 1, "illegal"))));

    // Then
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
    assertThat(destination.next()).isEqualTo(data(1, "SSH", 1, "last words"));
    assertThat(destination.next()).isEqualTo(streamReset(1, "SSH", 1));
    assertThat(source.closed()).startsWith("1008 DATA for service 'OTHER'");
  }

  @Test
  void theClientsCloseIsAnsweredAndTheOtherSideIsTold() throws Exception {
    // Given
    destination.send(streamReset(1, "SSH", 1)); // means nothing yet
    source.send(streamStart(1, "SSH", 1));
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));

    // When
    destination.close(1000);

    // Then
    Frame answer = destination.nextFrame();
    assertThat(answer.opcode()).isEqualTo(LinkClient.CLOSE);
    assertThat(ByteBuffer.wrap(answer.payload()).getShort()).isEqualTo((short) 1000);
    assertThat(destination.isCut()).isTrue();
    assertThat(source.next()).isEqualTo(connectionReset(1, "SSH", 1));
  }

  @ParameterizedTest
  @EnumSource(Subprotocol.class)
  void everyDialectPassesToItself(Subprotocol subprotocol) throws Exception {
    // Given
    OpenedTunnel other = server.open("SSH");
    boolean named = subprotocol.newestDialect().namesServices();
    int connectionId = subprotocol.newestDialect().namesConnections() ? 1 : 0;
    try (LinkClient to =
            server.link(
                HandshakeText.of(Side.DESTINATION, other.destination())
                    .offering(subprotocol.wireName()));
        LinkClient from =
            server.link(
                HandshakeText.of(Side.SOURCE, other.source()).offering(subprotocol.wireName()))) {
      if (subprotocol.announcesServices()) {
        assertThat(to.next()).isEqualTo(serviceIds("SSH"));
        assertThat(from.next()).isEqualTo(serviceIds("SSH"));
      }
      Message start = streamStart(1, named ? "SSH" : "", connectionId);
      Message request = data(1, named ? "SSH" : "", connectionId, "there");
      Message answer = data(1, named ? "SSH" : "", connectionId, "and back");

      // When
      from.send(start);
      from.send(request);
      Message arrivedStart = to.next();
      Message arrivedRequest = to.next();
      to.send(answer);

      // Then
      assertThat(arrivedStart).isEqualTo(start);
      assertThat(arrivedRequest).isEqualTo(request);
      assertThat(from.next()).isEqualTo(answer);
    }
  }

  @Test
  void theViewCountsWhatPassed() throws Exception {
    // Given
    source.send(streamStart(1, "SSH", 1));
    source.send(data(1, "SSH", 1, "12345"));
    destination.next();
    destination.next();

    // When
    TunnelView view = server.relay.view(tunnel.tunnel().tunnelId());

    // Then
    assertThat(view.bytesFromSource()).isEqualTo(5);
    assertThat(view.openConnections()).isEqualTo(1);
    LinkView link = view.source().orElseThrow();
    assertThat(link.client().userAgent()).isEqualTo("test");
    assertThat(link.client().subprotocol()).isEqualTo(Subprotocol.V3);
    assertThat(link.traffic().bytesReceived()).isGreaterThan(5);
    assertThat(link.traffic().isRead()).isTrue();
    assertThat(source.handshake().header("channel-id")).contains(link.linkId());
  }

  private static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    new Random(3).nextBytes(bytes);
    return bytes;
  }
}
