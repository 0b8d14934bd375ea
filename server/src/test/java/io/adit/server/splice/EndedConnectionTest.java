package io.adit.server.splice;

import static io.adit.server.testing.Messages.connectionReset;
import static io.adit.server.testing.Messages.connectionStart;
import static io.adit.server.testing.Messages.data;
import static io.adit.server.testing.Messages.streamReset;
import static io.adit.server.testing.Messages.streamStart;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.models.client.ClientVersion;
import io.adit.wire.Subprotocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of each connection it is told once that it is over, why, and what was sent in it. */
class EndedConnectionTest {
  private final SpliceFixture tunnel =
      new SpliceFixture("SSH", "HTTP").connected(Subprotocol.V3, Subprotocol.V3);

  @Test
  void bytesAreCountedForEachConnectionAndDirection() {
    tunnel.fromSource(
        streamStart(1, "SSH", 1),
        connectionStart(1, "SSH", 2),
        data(1, "SSH", 1, "four"),
        data(1, "SSH", 2, "1"),
        data(1, "SSH", 1, "seven77"));
    tunnel.fromDestination(data(1, "SSH", 2, "three"));

    tunnel.fromSource(connectionReset(1, "SSH", 2), connectionReset(1, "SSH", 1));

    assertThat(tunnel.ended())
        .containsExactly(
            new EndedConnection(2, "SSH", 1, 5, "the source closed it"),
            new EndedConnection(1, "SSH", 11, 0, "the source closed it"));
  }

  @Test
  void eachWayToEndHasItsReason() {
    tunnel.fromSource(streamStart(1, "SSH", 1), connectionStart(1, "SSH", 2));
    tunnel.fromDestination(data(1, "SSH", 1, "hello"), connectionReset(1, "SSH", 1));
    tunnel.fromDestination(connectionReset(1, "SSH", 2));
    tunnel.fromSource(streamStart(2, "SSH", 3), streamReset(2, "SSH", 3));
    tunnel.fromSource(streamStart(3, "SSH", 4), streamStart(1, "HTTP", 1));
    tunnel.destination().detach();
    tunnel.fromSource(connectionStart(3, "SSH", 5));
    tunnel.splice.onDestinationWaitOver();
    tunnel.fromSource(connectionStart(3, "SSH", 6));
    tunnel.source().detach();

    assertThat(tunnel.ended())
        .extracting(ended -> ended.service() + " " + ended.number() + " " + ended.why())
        .containsExactly(
            "SSH 1 the destination closed it",
            "SSH 2 destination: ended a connection of service 'SSH' without having sent anything;"
                + " its application may not be reachable",
            "SSH 3 the source closed it",
            "SSH 4 the destination's link ended",
            "HTTP 5 the destination's link ended",
            "SSH 6 destination: did not come in time; connections of the source were reset",
            "SSH 7 the source's link ended");
  }

  @Test
  void whatWasHeldCountsOnce() {
    SpliceFixture waiting = new SpliceFixture("SSH").withSource(Subprotocol.V3);
    waiting.fromSource(
        streamStart(1, "SSH", 1), data(1, "SSH", 1, "12345"), connectionReset(1, "SSH", 1));

    waiting.withDestination(Subprotocol.V3);
    waiting.source().detach();

    assertThat(waiting.ended())
        .containsExactly(new EndedConnection(1, "SSH", 5, 0, "the source closed it"));
  }

  @Test
  void inAnyLifeEachThatWasOpenedEndsOnce() {
    List<ClientVersion> sources =
        Arrays.stream(ClientVersion.values()).filter(ClientVersion::isModelledAsSource).toList();
    for (long seed = 0; seed < 200; seed++) {
      Set<Long> open = new HashSet<>();
      List<String> wrong = new ArrayList<>();
      var listener =
          new SpliceListener() {
            @Override
            public void onOpened(String service, long number) {
              if (!open.add(number)) {
                wrong.add("opened twice: " + number);
              }
            }

            @Override
            public void onEnded(EndedConnection ended) {
              if (!open.remove(ended.number())) {
                wrong.add("ended and not open: " + ended);
              }
            }
          };
      Chaos life =
          new Chaos(seed, List.of("SSH"), sources, List.of(ClientVersion.values()), listener);

      life.live(300);
      assertThat(open).as("seed " + seed).hasSize(life.splice().openConnections());
      life.tunnel().dropSource();

      assertThat(wrong).as("seed " + seed).isEmpty();
      assertThat(open).as("seed " + seed).isEmpty();
    }
  }
}
