package io.adit.server.splice;

import static io.adit.server.testing.Messages.NO_CONNECTION;
import static io.adit.server.testing.Messages.NO_SERVICE;
import static io.adit.server.testing.Messages.connectionReset;
import static io.adit.server.testing.Messages.connectionStart;
import static io.adit.server.testing.Messages.data;
import static io.adit.server.testing.Messages.streamReset;
import static io.adit.server.testing.Messages.streamStart;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.Dialect;
import io.adit.wire.Subprotocol;
import org.junit.jupiter.api.Test;

/** Links that leave or are replaced, and messages that cross on the way. */
class ReplacedLinkTest {

  @Test
  void aDestinationIsResetPerActiveServiceWhenTheSourceLeaves() {
    SpliceFixture tunnel =
        new SpliceFixture("SSH", "HTTP", "VNC").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(
        streamStart(1, "SSH", 1), streamStart(1, "HTTP", 1), connectionStart(1, "HTTP", 2));
    tunnel.toDestination.take();

    tunnel.source().detach();

    assertThat(tunnel.toDestination.take())
        .containsExactly(streamReset(1, "SSH", 1), streamReset(1, "HTTP", 2));
  }

  @Test
  void aDestinationIsResetBeforeAnythingOfTheNewSource() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V1, Subprotocol.V1);
    tunnel.fromSource(streamStart(1, NO_SERVICE, NO_CONNECTION));
    tunnel.toDestination.take();

    // It does not know of the former link's streams, and starts to count from 1.
    tunnel.withSource(Subprotocol.V1);
    tunnel.fromSource(streamStart(1, NO_SERVICE, NO_CONNECTION));

    assertThat(tunnel.toDestination.take())
        .containsExactly(
            streamReset(1, NO_SERVICE, NO_CONNECTION), streamStart(2, NO_SERVICE, NO_CONNECTION));
  }

  @Test
  void bytesForTheFormerSourceNeverReachTheNewOne() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V1, Subprotocol.V1);
    tunnel.fromSource(streamStart(1, NO_SERVICE, NO_CONNECTION));
    tunnel.withSource(Subprotocol.V1);
    tunnel.fromSource(streamStart(1, NO_SERVICE, NO_CONNECTION));

    tunnel.fromDestination(
        data(1, NO_SERVICE, NO_CONNECTION, "for the former"),
        streamReset(1, NO_SERVICE, NO_CONNECTION),
        data(2, NO_SERVICE, NO_CONNECTION, "for the new"));

    assertThat(tunnel.toSource.take())
        .containsExactly(data(1, NO_SERVICE, NO_CONNECTION, "for the new"));
  }

  @Test
  void aV3SourceIsToldOfEachConnectionWhenTheDestinationLeaves() {
    SpliceFixture tunnel =
        new SpliceFixture("SSH", "HTTP").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(
        streamStart(1, "SSH", 1), streamStart(3, "HTTP", 1), connectionStart(3, "HTTP", 2));

    tunnel.destination().detach();

    assertThat(tunnel.toSource.take())
        .containsExactly(
            connectionReset(1, "SSH", 1),
            connectionReset(3, "HTTP", 1),
            connectionReset(3, "HTTP", 2));
  }

  @Test
  void anOldSourceIsToldOfItsStreamWhenTheDestinationLeaves() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V2, Subprotocol.V3);
    tunnel.fromSource(streamStart(7, "SSH", NO_CONNECTION));

    tunnel.destination().detach();

    assertThat(tunnel.toSource.take()).containsExactly(streamReset(7, "SSH", NO_CONNECTION));
  }

  @Test
  void aFreshV3DestinationGetsAStreamStartWhereTheSourceGoesOnWithAConnectionStart() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));
    tunnel.withDestination(Subprotocol.V3);
    tunnel.toDestination.take();

    tunnel.fromSource(connectionReset(1, "SSH", 1), connectionStart(1, "SSH", 2));

    assertThat(tunnel.toDestination.take()).containsExactly(streamStart(1, "SSH", 1));
  }

  @Test
  void theConnectionAfterAStreamResetOfAV3DestinationIsAStreamStart() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));
    tunnel.fromDestination(streamReset(1, "SSH", NO_CONNECTION));
    tunnel.toDestination.take();

    tunnel.fromSource(connectionReset(1, "SSH", 1), connectionStart(1, "SSH", 2));

    assertThat(tunnel.toDestination.take()).containsExactly(streamStart(2, "SSH", 2));
  }

  @Test
  void aStreamResetThatMayHaveCrossedAConnectionStartIsAnsweredWithOne() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1), connectionStart(1, "SSH", 2));
    tunnel.toDestination.take();

    tunnel.fromDestination(streamReset(1, "SSH", NO_CONNECTION));

    assertThat(tunnel.toDestination.take()).containsExactly(streamReset(1, "SSH", 2));
  }

  @Test
  void theEchoOfAConnectionResetGoesNoFurther() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1), connectionStart(1, "SSH", 2));
    tunnel.toDestination.take();

    tunnel.fromSource(connectionReset(1, "SSH", 1));
    tunnel.fromDestination(connectionReset(1, "SSH", 1), connectionReset(1, "SSH", 2));
    tunnel.fromSource(connectionReset(1, "SSH", 2));

    assertThat(tunnel.toDestination.take()).containsExactly(connectionReset(1, "SSH", 1));
    assertThat(tunnel.toSource.take()).containsExactly(connectionReset(1, "SSH", 2));
  }

  @Test
  void theEchoOfAConnectionResetDoesNotHitANewerConnection() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V1, Subprotocol.V3);
    tunnel.fromSource(
        streamStart(1, NO_SERVICE, NO_CONNECTION),
        streamReset(1, NO_SERVICE, NO_CONNECTION),
        streamStart(2, NO_SERVICE, NO_CONNECTION));

    tunnel.fromDestination(connectionReset(1, "SSH", 1), data(2, "SSH", 2, "alive"));

    assertThat(tunnel.toSource.take()).containsExactly(data(2, NO_SERVICE, NO_CONNECTION, "alive"));
  }

  @Test
  void aStartWithAnotherIdEndsTheActiveStreamFirst() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V2, Subprotocol.V2);
    tunnel.fromSource(streamStart(1, "SSH", NO_CONNECTION));
    tunnel.toDestination.take();

    tunnel.fromSource(streamStart(2, "SSH", NO_CONNECTION));

    assertThat(tunnel.toDestination.take())
        .containsExactly(
            streamReset(1, "SSH", NO_CONNECTION), streamStart(2, "SSH", NO_CONNECTION));
  }

  @Test
  void aStartWithTheSameIdNeverContinuesTheOldConnection() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));
    tunnel.toDestination.take();

    tunnel.fromSource(streamStart(1, "SSH", 1), data(1, "SSH", 1, "new"));
    tunnel.fromDestination(data(1, "SSH", 1, "old"));

    assertThat(tunnel.toDestination.take())
        .containsExactly(
            streamReset(1, "SSH", 1), streamStart(2, "SSH", 2), data(2, "SSH", 2, "new"));
    assertThat(tunnel.toSource.take()).isEmpty();
  }

  @Test
  void aConnectionStartWithAnOpenIdEndsTheOldConnectionFirst() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1), connectionStart(1, "SSH", 2));
    tunnel.toDestination.take();

    tunnel.fromSource(connectionStart(1, "SSH", 2), data(1, "SSH", 2, "new"));
    tunnel.fromDestination(data(1, "SSH", 2, "old"));

    assertThat(tunnel.toDestination.take())
        .containsExactly(
            connectionReset(1, "SSH", 2), connectionStart(1, "SSH", 3), data(1, "SSH", 3, "new"));
    assertThat(tunnel.toSource.take()).isEmpty();
  }

  @Test
  void aConnectionStartOutsideTheActiveStreamIsRefused() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1), streamReset(1, "SSH", 1));
    tunnel.toDestination.take();

    tunnel.fromSource(connectionStart(1, "SSH", 2));

    assertThat(tunnel.toSource.take()).containsExactly(connectionReset(1, "SSH", 2));
    assertThat(tunnel.toDestination.take()).isEmpty();
  }

  @Test
  void whatComesForAStaleStreamOrAnUnknownConnectionIsDroppedQuietly() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(5, "SSH", 1));
    tunnel.toDestination.take();

    tunnel.fromSource(
        data(4, "SSH", 1, "stale"), data(5, "SSH", 9, "unknown"), streamReset(4, "SSH", 1));
    tunnel.fromDestination(
        data(5, "SSH", 1, "stale"), data(1, "SSH", 9, "unknown"), streamReset(5, "SSH", 1));

    assertThat(tunnel.toDestination.take()).isEmpty();
    assertThat(tunnel.toSource.take()).isEmpty();
    assertThat(tunnel.splice.openConnections()).isEqualTo(1);
  }

  @Test
  void aLegThatWasReplacedDoesNothingAnyMore() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    Leg former = tunnel.source();
    tunnel.withSource(Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));
    tunnel.toDestination.take();

    former.onMessage(streamStart(1, "SSH", 1));
    former.detach();

    assertThat(tunnel.toDestination.take()).isEmpty();
    assertThat(tunnel.splice.openConnections()).isEqualTo(1);
  }

  @Test
  void streamIdsTowardsTheDestinationGrowAndWrapToOne() {
    DestinationStream stream = new DestinationStream("SSH", Integer.MAX_VALUE, -1);

    assertThat(stream.start(new Connection(1, "SSH", 1, 1), Dialect.V3))
        .isEqualTo(streamStart(1, "SSH", 1));
  }
}
