package io.adit.server.relay;

import static io.adit.server.testing.Messages.connectionReset;
import static io.adit.server.testing.Messages.connectionStart;
import static io.adit.server.testing.Messages.data;
import static io.adit.server.testing.Messages.serviceIds;
import static io.adit.server.testing.Messages.streamReset;
import static io.adit.server.testing.Messages.streamStart;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.diagnosis.LinkView;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.wire.Message;
import io.adit.wire.Side;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that were let in and mean no good: their own tunnel suffers, and no other. */
class HostileLinkTest {
  @TempDir static Path folder;
  private static RelayFixture server;

  private OpenedTunnel tunnel;
  private LinkClient source;
  private LinkClient destination;

  @BeforeAll
  static void start() throws IOException {
    RelayOptions usual = RelayOptions.DEFAULT;
    RelayOptions.Links links =
        new RelayOptions.Links(usual.links().highWaterBytes(), Duration.ofMillis(50), null);
    server =
        new RelayFixture(
            folder, new RelayOptions(usual.destinationWait(), usual.limits(), links, Set.of()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

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

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "no bytes at all, ''",
    "a type of 0, 0800",
    "no type, 1001",
    "a varint of eleven bytes, 08ffffffffffffffffffff01",
    "a varint that never ends, 08ffffffffffff",
    "a type beyond 32 bits, 08ffffffffffffffffff01",
    "a stream id below 0, 080110ffffffffffffffffff01",
    "stream 0, 080210002a0353534838 01",
    "a field with number 0, 0001",
    "a field with a huge number, f8ffffff0f01",
    "a group begins, 080113",
    "a group ends, 080114",
    "wire type 6, 080116",
    "wire type 7, 080117",
    "the type as bytes, 0a0101",
    "the stream id as 32 bits, 08011501000000",
    "the payload as a number, 0801100120 05",
    "a length beyond the message, 080110012205 61",
    "a length of 2^63, 08011001228080808080808080800161",
    "an unknown field, 0801100142 0161",
    "SESSION_RESET, 0804",
    "SERVICE_IDS, 0805320353 5348",
    "type 8 that may not be ignored, 08081001",
    "a service that is none of the tunnel's, 080210012a03464f4f3801",
    "a service that is no UTF-8, 080210012a02c3283801",
  })
  void aMalformedMessageEndsItsLinkAndNothingElse(String what, String hex) throws Exception {
    byte[] message = HexFormat.of().parseHex(hex.replace(" ", ""));
    ByteBuffer unit = ByteBuffer.allocate(2 + message.length);
    unit.putShort((short) message.length).put(message);

    source.sendFrame(true, LinkClient.BINARY, unit.array());

    assertThat(source.closed()).as(what).matches("(1002|1007|1008) .+");
    assertPassesElsewhere();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "STREAM_START, 080210012a035353483801",
    "CONNECTION_START, 080610012a035353483802",
    "DATA of nothing that was started, 08011001220161 2a035353483801",
    "SERVICE_IDS, 08053203535348",
  })
  void aDestinationThatBeginsEndsItsLink(String what, String hex) throws Exception {
    byte[] message = HexFormat.of().parseHex(hex.replace(" ", ""));
    ByteBuffer unit = ByteBuffer.allocate(2 + message.length);
    unit.putShort((short) message.length).put(message);

    destination.sendFrame(true, LinkClient.BINARY, unit.array());

    assertThat(destination.closed()).as(what).matches("(1002|1008) .+");
    assertPassesElsewhere();
  }

  @Test
  void resetsOfWhatThereIsNotAreDroppedAndReachNobody() throws Exception {
    source.send(streamStart(1, "SSH", 1));
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));

    for (int i = 2; i < 4_000; i++) {
      source.send(connectionReset(1, "SSH", i));
      destination.send(connectionReset(1, "SSH", i));
    }
    source.send(streamReset(9, "SSH", 0));
    source.send(data(1, "SSH", 1, "still there"));

    assertThat(destination.next()).isEqualTo(data(1, "SSH", 1, "still there"));
    destination.send(data(1, "SSH", 1, "so am I"));
    assertThat(source.next()).isEqualTo(data(1, "SSH", 1, "so am I"));
  }

  @Test
  void anIdThatIsUsedAgainEndsItsFormerConnectionFirst() throws Exception {
    source.send(streamStart(1, "SSH", 1));
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));

    for (int i = 0; i < 1_000; i++) {
      source.send(connectionStart(1, "SSH", 7));
    }
    source.send(data(1, "SSH", 7, "of the last"));

    int open = 0;
    for (Message next = destination.next();
        !(next instanceof Message.Data);
        next = destination.next()) {
      open += next instanceof Message.ConnectionStart ? 1 : -1;
      assertThat(open).isBetween(0, 1);
    }
    assertThat(open).isEqualTo(1);
    assertThat(openConnections()).isEqualTo(2);
  }

  @Test
  void connectionsWithoutEndAreRefusedFromALimitOn() throws Exception {
    source.send(streamStart(1, "SSH", 1));
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
    int limit = RelayOptions.DEFAULT.limits().connectionsPerService();

    for (int i = 2; i <= limit + 100; i++) {
      source.send(connectionStart(1, "SSH", i));
    }

    for (int i = 2; i <= limit; i++) {
      assertThat(destination.next()).isEqualTo(connectionStart(1, "SSH", i));
    }
    for (int i = limit + 1; i <= limit + 100; i++) {
      Message refused = source.next();
      assertThat(refused).isInstanceOf(Message.ConnectionReset.class);
      assertThat(((Message.ConnectionReset) refused).connectionId()).isEqualTo(i);
    }
    assertThat(openConnections()).isEqualTo(limit);
  }

  @Test
  void aPeerThatNeverReadsForAnHourCostsNoMoreThanItDidAtOnce() throws Exception {
    source.send(streamStart(1, "SSH", 1));
    byte[] payload = new byte[60_000];
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Given
      Future<?> sending =
          threads.submit(() -> {
            for (int i = 0; i < 100_000; i++) {
              source.send(data(1, "SSH", 1, payload));
            }
            return null;
          });
      RelayFixture.eventually("the source is not read", () -> !traffic(Side.SOURCE).isRead());

      // When
      for (int seconds = 0; seconds < 3_600; seconds += 20) {
        server.time.advance(Duration.ofSeconds(20));
        server.relay.sweep();
        destination.sendFrame(true, LinkClient.PING, new byte[0]);
        RelayFixture.eventually("it is heard", () -> traffic(Side.DESTINATION).silence().isZero());
      }

      // Then
      assertThat(traffic(Side.DESTINATION).unsentBytes()).isLessThan(2 * 512 * 1024);
      assertThat(sending.isDone()).isFalse();
      assertPassesElsewhere();
      source.cut();
      assertThat(sending).failsWithin(Duration.ofSeconds(20));
    }
  }

  private LinkView.Traffic traffic(Side side) {
    var view = server.relay.view(tunnel.tunnel().tunnelId());
    return (side == Side.SOURCE ? view.source() : view.destination()).orElseThrow().traffic();
  }

  /** How many connections the relay believes to be open in this tunnel. */
  private int openConnections() {
    return server.relay.view(tunnel.tunnel().tunnelId()).openConnections();
  }

  private static void assertPassesElsewhere() throws IOException {
    OpenedTunnel other = server.open("SSH");
    try (LinkClient to = server.link(Side.DESTINATION, other.destination());
        LinkClient from = server.link(Side.SOURCE, other.source())) {
      assertThat(to.next()).isEqualTo(serviceIds("SSH"));
      from.send(streamStart(1, "SSH", 1));
      from.send(data(1, "SSH", 1, "healthy"));
      assertThat(to.next()).isEqualTo(streamStart(1, "SSH", 1));
      assertThat(to.next()).isEqualTo(data(1, "SSH", 1, "healthy"));
    }
  }
}
