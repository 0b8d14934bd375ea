package io.adit.server.splice;

import static io.adit.server.testing.Messages.NO_CONNECTION;
import static io.adit.server.testing.Messages.NO_SERVICE;
import static io.adit.server.testing.Messages.connectionReset;
import static io.adit.server.testing.Messages.connectionStart;
import static io.adit.server.testing.Messages.data;
import static io.adit.server.testing.Messages.streamReset;
import static io.adit.server.testing.Messages.streamStart;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.Extensions;
import io.adit.wire.Message;
import io.adit.wire.ResetReason;
import io.adit.wire.Subprotocol;
import org.junit.jupiter.api.Test;

/** What the operator can be told when a connection does not come about. */
class TroublesTest {
  private static final ResetReason REFUSED = new ResetReason("127.0.0.1:22 refused");

  @Test
  void aConnectionThatEndsUnansweredPointsToTheApplication() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));

    tunnel.fromDestination(streamReset(1, "SSH", NO_CONNECTION));

    assertThat(tunnel.troubles())
        .containsExactly(
            "CONNECTION_UNANSWERED DESTINATION: ended a connection of service 'SSH' without having sent anything; its"
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
            "DIALECT DESTINATION: speaks V2 and takes one connection of service 'SSH' at a time; a"
                + " second one was refused");
  }

  @Test
  void aV1DestinationOfSeveralServicesIsNamedAsTheReason() {
    SpliceFixture tunnel =
        new SpliceFixture("SSH", "HTTP").connected(Subprotocol.V3, Subprotocol.V1);

    tunnel.fromSource(streamStart(1, "SSH", 1));

    assertThat(tunnel.troubles())
        .containsExactly(
            "DIALECT DESTINATION: speaks V1, which cannot name one of the services [SSH, HTTP]");
  }

  @Test
  void aDestinationThatDoesNotComeIsNamedWhenTheWaitIsOver() {
    SpliceFixture tunnel = new SpliceFixture().withSource(Subprotocol.V1);
    tunnel.fromSource(streamStart(1, NO_SERVICE, NO_CONNECTION));

    tunnel.splice.onDestinationWaitOver();
    tunnel.splice.onDestinationWaitOver();

    assertThat(tunnel.troubles())
        .containsExactly(
            "DESTINATION_ABSENT DESTINATION: did not come in time; connections of the source were reset");
  }

  @Test
  void aHoldThatOverflowsSaysItsSize() {
    SpliceFixture tunnel =
        new SpliceFixture(new SpliceLimits(200, 8), "SSH").withSource(Subprotocol.V3);

    tunnel.fromSource(streamStart(1, "SSH", 1), data(1, "SSH", 1, "x".repeat(100)));

    assertThat(tunnel.troubles())
        .containsExactly(
            "DESTINATION_ABSENT DESTINATION: is not there, and more than 200 bytes would have to be held for it; a"
                + " connection of the source was reset");
  }

  @Test
  void aSourceThatOpensWithoutEndIsToldOfItsLimit() {
    SpliceFixture tunnel =
        new SpliceFixture(new SpliceLimits(0, 1)).connected(Subprotocol.V3, Subprotocol.V3);

    tunnel.fromSource(streamStart(1, NO_SERVICE, 1), connectionStart(1, NO_SERVICE, 2));

    assertThat(tunnel.troubles())
        .containsExactly(
            "TOO_MANY_CONNECTIONS SOURCE: reached the limit of 1 open connections of the only service");
  }

  @Test
  void whatTheDeviceSaysIsTheTrouble() {
    SpliceFixture tunnel = agreeing("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));

    tunnel.fromDestination(new Message.ConnectionReset(1, "SSH", 1, REFUSED));

    assertThat(tunnel.troubles())
        .containsExactly("CONNECTION_FAILED DESTINATION: 127.0.0.1:22 refused");
  }

  @Test
  void aDeviceThatEndsItsStreamSpeaksForEachConnectionInIt() {
    SpliceFixture tunnel = agreeing("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1), connectionStart(1, "SSH", 2));

    tunnel.fromDestination(new Message.StreamReset(1, "SSH", NO_CONNECTION, REFUSED));

    assertThat(tunnel.troubles())
        .containsExactly(
            "CONNECTION_FAILED DESTINATION: 127.0.0.1:22 refused",
            "CONNECTION_FAILED DESTINATION: 127.0.0.1:22 refused");
  }

  @Test
  void aV3SourceIsToldWhatTheDeviceSays() {
    SpliceFixture tunnel = agreeing("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));

    tunnel.fromDestination(new Message.ConnectionReset(1, "SSH", 1, REFUSED));

    assertThat(tunnel.toSource.take())
        .containsExactly(
            new Message.ConnectionReset(
                1, "SSH", 1, new ResetReason("the device says: 127.0.0.1:22 refused")));
  }

  @Test
  void aV2SourceIsToldWhatTheDeviceSays() {
    SpliceFixture tunnel = agreeing("SSH").connected(Subprotocol.V2, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", NO_CONNECTION));

    tunnel.fromDestination(new Message.StreamReset(1, "SSH", 1, REFUSED));

    assertThat(tunnel.toSource.take())
        .containsExactly(
            new Message.StreamReset(
                1, "SSH", 0, new ResetReason("the device says: 127.0.0.1:22 refused")));
  }

  @Test
  void aSourceIsToldThatTheDeviceIsNotThere() {
    SpliceFixture tunnel = agreeing("SSH").withSource(Subprotocol.V3);
    tunnel.toSource.take();
    tunnel.fromSource(streamStart(1, "SSH", 1));

    tunnel.splice.onDestinationWaitOver();

    assertThat(tunnel.toSource.take())
        .containsExactly(
            new Message.ConnectionReset(
                1, "SSH", 1, new ResetReason("the device is not connected to the tunnel")));
  }

  @Test
  void aSourceIsToldThatTheDeviceLeft() {
    SpliceFixture tunnel = agreeing("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));

    tunnel.destination().detach();

    assertThat(tunnel.toSource.take())
        .containsExactly(
            new Message.ConnectionReset(
                1, "SSH", 1, new ResetReason("the device's connection to the relay ended")));
  }

  @Test
  void whatASourceSaysInAResetGoesNowhere() {
    SpliceFixture tunnel = agreeing("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));
    tunnel.toDestination.take();

    tunnel.fromSource(new Message.StreamReset(1, "SSH", NO_CONNECTION, REFUSED));

    assertThat(tunnel.toDestination.take()).containsExactly(streamReset(1, "SSH", 1));
    assertThat(tunnel.troubles()).isEmpty();
  }

  @Test
  void anEndWithoutAReasonHasNoneForTheSource() {
    SpliceFixture tunnel = agreeing("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));

    tunnel.fromDestination(connectionReset(1, "SSH", 1));

    assertThat(tunnel.toSource.take()).containsExactly(connectionReset(1, "SSH", 1));
  }

  @Test
  void aSourceThatDidNotAskIsToldNothing() {
    SpliceFixture tunnel = agreeing("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.agreeing(Extensions.NONE).withSource(Subprotocol.V3).toSource.take();
    tunnel.fromSource(streamStart(1, "SSH", 1));

    tunnel.fromDestination(new Message.ConnectionReset(1, "SSH", 1, REFUSED));

    assertThat(tunnel.toSource.take()).containsExactly(connectionReset(1, "SSH", 1));
    assertThat(tunnel.troubles())
        .containsExactly("CONNECTION_FAILED DESTINATION: 127.0.0.1:22 refused");
  }

  @Test
  void thePayloadOfAResetMeansNothingWhereNobodyAgreedToIt() {
    SpliceFixture tunnel = agreeing("SSH").withSource(Subprotocol.V3);
    tunnel.agreeing(Extensions.NONE).withDestination(Subprotocol.V3);
    tunnel.toSource.take();
    tunnel.fromSource(streamStart(1, "SSH", 1));

    tunnel.fromDestination(new Message.ConnectionReset(1, "SSH", 1, REFUSED));

    assertThat(tunnel.toSource.take()).containsExactly(connectionReset(1, "SSH", 1));
    assertThat(tunnel.troubles()).singleElement().asString().startsWith("CONNECTION_UNANSWERED");
  }

  @Test
  void whatIsOpenedAndAnsweredIsKnownForEachService() {
    SpliceFixture tunnel =
        new SpliceFixture("SSH", "HTTP").connected(Subprotocol.V3, Subprotocol.V3);

    tunnel.fromSource(streamStart(1, "SSH", 1), connectionStart(1, "SSH", 2));
    tunnel.fromSource(streamStart(1, "HTTP", 1), data(1, "HTTP", 1, "GET"));
    tunnel.fromDestination(data(1, "SSH", 1, "hello"), data(1, "SSH", 1, "again"));
    tunnel.fromSource(data(1, "SSH", 1, "thanks"), data(1, "HTTP", 1, " /"));

    assertThat(tunnel.events())
        .containsExactly(
            "opened SSH", "opened SSH", "opened HTTP", "asked HTTP", "answered SSH", "asked HTTP");
    assertThat(tunnel.splice.serviceStates())
        .containsExactlyInAnyOrder(new ServiceState("SSH", 2, 0), new ServiceState("HTTP", 1, 1));
  }

  @Test
  void whatWasHeldIsOpenedOnce() {
    SpliceFixture tunnel = agreeing("SSH").withSource(Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1), data(1, "SSH", 1, "hello"));

    tunnel.withDestination(Subprotocol.V3);

    assertThat(tunnel.events()).containsExactly("opened SSH", "asked SSH", "asked SSH");
    assertThat(tunnel.splice.serviceStates()).containsExactly(new ServiceState("SSH", 1, 1));
  }

  private static SpliceFixture agreeing(String service) {
    return new SpliceFixture(service).agreeing(Extensions.ALL);
  }
}
