package io.adit.server.splice;

import static io.adit.server.testing.Messages.NO_CONNECTION;
import static io.adit.server.testing.Messages.NO_SERVICE;
import static io.adit.server.testing.Messages.connectionReset;
import static io.adit.server.testing.Messages.connectionStart;
import static io.adit.server.testing.Messages.data;
import static io.adit.server.testing.Messages.streamReset;
import static io.adit.server.testing.Messages.streamStart;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.Subprotocol;
import org.junit.jupiter.api.Test;

/** What the operator can be told when a connection does not come about. */
class TroublesTest {

  @Test
  void aConnectionThatEndsUnansweredPointsToTheApplication() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));

    tunnel.fromDestination(streamReset(1, "SSH", NO_CONNECTION));

    assertThat(tunnel.troubles())
        .containsExactly(
            "DESTINATION: it ended a connection of service 'SSH' without having sent anything; its"
                + " application may not be reachable");
  }

  @Test
  void aConnectionThatWasAnsweredMayEndAtAnyTime() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));

    tunnel.fromDestination(data(1, "SSH", 1, "bye"), connectionReset(1, "SSH", 1));

    assertThat(tunnel.troubles()).isEmpty();
  }

  @Test
  void aDestinationThatLeavesIsNoTroubleOfItsApplication() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));

    tunnel.destination().detach();

    assertThat(tunnel.troubles()).isEmpty();
  }

  @Test
  void aRefusedSecondConnectionNamesTheDialectThatHasNone() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V2);

    tunnel.fromSource(streamStart(1, "SSH", 1), connectionStart(1, "SSH", 2));

    assertThat(tunnel.troubles())
        .containsExactly(
            "DESTINATION: it speaks V2 and takes one connection of service 'SSH' at a time; a"
                + " second one was refused");
  }

  @Test
  void aV1DestinationOfSeveralServicesIsNamedAsTheReason() {
    SpliceFixture tunnel =
        new SpliceFixture("SSH", "HTTP").connected(Subprotocol.V3, Subprotocol.V1);

    tunnel.fromSource(streamStart(1, "SSH", 1));

    assertThat(tunnel.troubles())
        .containsExactly(
            "DESTINATION: it speaks V1, which cannot name one of the services [SSH, HTTP]");
  }

  @Test
  void aDestinationThatDoesNotComeIsNamedWhenTheWaitIsOver() {
    SpliceFixture tunnel = new SpliceFixture().withSource(Subprotocol.V1);
    tunnel.fromSource(streamStart(1, NO_SERVICE, NO_CONNECTION));

    tunnel.splice.onDestinationWaitOver();
    tunnel.splice.onDestinationWaitOver();

    assertThat(tunnel.troubles())
        .containsExactly(
            "DESTINATION: it did not come in time; connections of the source were reset");
  }

  @Test
  void aHoldThatOverflowsSaysItsSize() {
    SpliceFixture tunnel =
        new SpliceFixture(new SpliceLimits(200, 8), "SSH").withSource(Subprotocol.V3);

    tunnel.fromSource(streamStart(1, "SSH", 1), data(1, "SSH", 1, "x".repeat(100)));

    assertThat(tunnel.troubles())
        .containsExactly(
            "DESTINATION: it is not there, and more than 200 bytes would have to be held for it; a"
                + " connection of the source was reset");
  }

  @Test
  void aSourceThatOpensWithoutEndIsToldOfItsLimit() {
    SpliceFixture tunnel =
        new SpliceFixture(new SpliceLimits(0, 1)).connected(Subprotocol.V3, Subprotocol.V3);

    tunnel.fromSource(streamStart(1, NO_SERVICE, 1), connectionStart(1, NO_SERVICE, 2));

    assertThat(tunnel.troubles())
        .containsExactly("SOURCE: it reached the limit of 1 open connections of the only service");
  }
}
