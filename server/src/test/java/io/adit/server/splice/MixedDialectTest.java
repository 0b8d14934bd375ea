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
import io.adit.wire.Message;
import io.adit.wire.Subprotocol;
import org.junit.jupiter.api.Test;

/** Two links of different dialects, while both are there. */
class MixedDialectTest {

  @Test
  void v1IsToldNeitherServiceNorConnection() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V1);

    tunnel.fromSource(streamStart(1, "SSH", 1), data(1, "SSH", 1, "hello"));
    tunnel.fromDestination(data(1, NO_SERVICE, NO_CONNECTION, "answer"));
    tunnel.fromSource(connectionReset(1, "SSH", 1));

    assertThat(tunnel.toDestination.take())
        .containsExactly(
            streamStart(1, NO_SERVICE, NO_CONNECTION),
            data(1, NO_SERVICE, NO_CONNECTION, "hello"),
            streamReset(1, NO_SERVICE, NO_CONNECTION));
    assertThat(tunnel.toSource.take()).containsExactly(data(1, "SSH", 1, "answer"));
  }

  @Test
  void v2IsToldTheServiceAndNoConnection() {
    SpliceFixture tunnel =
        new SpliceFixture("SSH", "HTTP").connected(Subprotocol.V3, Subprotocol.V2);

    tunnel.fromSource(streamStart(1, "HTTP", 1), data(1, "HTTP", 1, "GET"));
    tunnel.fromDestination(data(1, "HTTP", NO_CONNECTION, "200"));
    tunnel.fromSource(connectionReset(1, "HTTP", 1));

    assertThat(tunnel.toDestination.take())
        .containsExactly(
            streamStart(1, "HTTP", NO_CONNECTION),
            data(1, "HTTP", NO_CONNECTION, "GET"),
            streamReset(1, "HTTP", NO_CONNECTION));
    assertThat(tunnel.toSource.take()).containsExactly(data(1, "HTTP", 1, "200"));
  }

  @Test
  void v3IsToldServiceAndConnectionAlsoWhereTheSourceNamesNeither() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V1, Subprotocol.V3);

    tunnel.fromSource(
        streamStart(1, NO_SERVICE, NO_CONNECTION), data(1, NO_SERVICE, NO_CONNECTION, "hello"));
    tunnel.fromDestination(data(1, "SSH", 1, "answer"));

    assertThat(tunnel.toDestination.take())
        .containsExactly(streamStart(1, "SSH", 1), data(1, "SSH", 1, "hello"));
    assertThat(tunnel.toSource.take())
        .containsExactly(data(1, NO_SERVICE, NO_CONNECTION, "answer"));
  }

  @Test
  void aSourceIsAnsweredInTheDialectOfItsFirstStartNotOfItsSubprotocol() {
    SpliceFixture toldV1 = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    SpliceFixture toldV2 = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);

    toldV1.fromSource(streamStart(1, NO_SERVICE, NO_CONNECTION));
    toldV1.fromDestination(data(1, "SSH", 1, "answer"), connectionReset(1, "SSH", 1));
    toldV2.fromSource(streamStart(1, "SSH", NO_CONNECTION));
    toldV2.fromDestination(data(1, "SSH", 1, "answer"), connectionReset(1, "SSH", 1));

    assertThat(toldV1.source().dialect()).contains(Dialect.V1);
    assertThat(toldV1.toSource.take())
        .containsExactly(
            data(1, NO_SERVICE, NO_CONNECTION, "answer"),
            streamReset(1, NO_SERVICE, NO_CONNECTION));
    assertThat(toldV2.source().dialect()).contains(Dialect.V2);
    assertThat(toldV2.toSource.take())
        .containsExactly(
            data(1, "SSH", NO_CONNECTION, "answer"), streamReset(1, "SSH", NO_CONNECTION));
  }

  @Test
  void aV3SourceThatNamesNoServiceIsAnsweredWithoutOne() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);

    tunnel.fromSource(streamStart(1, NO_SERVICE, 1), connectionStart(1, NO_SERVICE, 2));
    tunnel.fromDestination(data(1, "SSH", 2, "answer"));

    assertThat(tunnel.toSource.take()).containsExactly(data(1, NO_SERVICE, 2, "answer"));
  }

  @Test
  void aConnectionBecomesAStreamWhereNothingIsActive() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V1);
    tunnel.fromSource(streamStart(1, "SSH", 1), connectionReset(1, "SSH", 1));
    tunnel.toDestination.take();

    tunnel.fromSource(connectionStart(1, "SSH", 2), data(1, "SSH", 2, "again"));

    assertThat(tunnel.toDestination.take())
        .containsExactly(
            streamStart(2, NO_SERVICE, NO_CONNECTION), data(2, NO_SERVICE, NO_CONNECTION, "again"));
  }

  @Test
  void aSecondConnectionIsRefusedWhereTheDestinationTakesOneAtATime() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V2);
    tunnel.fromSource(streamStart(1, "SSH", 1));
    tunnel.toDestination.take();

    tunnel.fromSource(
        connectionStart(1, "SSH", 2), data(1, "SSH", 2, "lost"), data(1, "SSH", 1, "first"));

    assertThat(tunnel.toSource.take()).containsExactly(connectionReset(1, "SSH", 2));
    assertThat(tunnel.toDestination.take()).containsExactly(data(1, "SSH", NO_CONNECTION, "first"));
  }

  @Test
  void aV2DestinationTakesOneConnectionOfEachService() {
    SpliceFixture tunnel =
        new SpliceFixture("SSH", "HTTP").connected(Subprotocol.V3, Subprotocol.V2);

    tunnel.fromSource(streamStart(1, "SSH", 1), streamStart(1, "HTTP", 1));

    assertThat(tunnel.toSource.take()).isEmpty();
    assertThat(tunnel.toDestination.take())
        .containsExactly(
            streamStart(1, "SSH", NO_CONNECTION), streamStart(1, "HTTP", NO_CONNECTION));
  }

  @Test
  void aStreamEndedByAnOldDestinationEndsTheConnectionOfAV3Source() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V1);
    tunnel.fromSource(streamStart(1, "SSH", 1));

    tunnel.fromDestination(streamReset(1, NO_SERVICE, NO_CONNECTION));

    assertThat(tunnel.toSource.take()).containsExactly(connectionReset(1, "SSH", 1));
  }

  @Test
  void aConnectionEndedByAV3DestinationEndsTheStreamOfAnOldSource() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V2, Subprotocol.V3);
    tunnel.fromSource(streamStart(4, "SSH", NO_CONNECTION));

    tunnel.fromDestination(connectionReset(1, "SSH", 1));

    assertThat(tunnel.toSource.take()).containsExactly(streamReset(4, "SSH", NO_CONNECTION));
  }

  @Test
  void aStreamEndedByAV3DestinationNeverMakesAV3SourceDeaf() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1), connectionStart(1, "SSH", 2));

    tunnel.fromDestination(streamReset(1, "SSH", 2));

    assertThat(tunnel.toSource.take())
        .containsExactly(connectionReset(1, "SSH", 1), connectionReset(1, "SSH", 2));
  }

  @Test
  void theNextStreamOfAnOldSourceIsANewConnectionOfAV3Destination() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V1, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, NO_SERVICE, NO_CONNECTION));
    tunnel.fromDestination(connectionReset(1, "SSH", 1));
    tunnel.toDestination.take();
    tunnel.toSource.take();

    tunnel.fromSource(streamStart(2, NO_SERVICE, NO_CONNECTION));
    tunnel.fromDestination(data(1, "SSH", 1, "of the first"), data(1, "SSH", 2, "of the second"));

    assertThat(tunnel.toDestination.take()).containsExactly(connectionStart(1, "SSH", 2));
    assertThat(tunnel.toSource.take())
        .containsExactly(data(2, NO_SERVICE, NO_CONNECTION, "of the second"));
  }

  @Test
  void aDestinationThatAnswersWithoutTheServiceIsV1AndGetsItsNextStreamSo() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));
    tunnel.fromDestination(data(1, NO_SERVICE, 1, "banner"));
    assertThat(tunnel.destination().dialect()).contains(Dialect.V1);
    assertThat(tunnel.toSource.take()).containsExactly(data(1, "SSH", 1, "banner"));

    // The running stream keeps the form in which it was started, the next one has none of it.
    tunnel.fromSource(
        data(1, "SSH", 1, "more"),
        connectionStart(1, "SSH", 2),
        connectionReset(1, "SSH", 1),
        connectionStart(1, "SSH", 3));

    assertThat(tunnel.toDestination.take())
        .containsExactly(
            streamStart(1, "SSH", 1),
            data(1, "SSH", 1, "more"),
            streamReset(1, "SSH", 1),
            streamStart(2, NO_SERVICE, NO_CONNECTION));
    assertThat(tunnel.toSource.take()).containsExactly(connectionReset(1, "SSH", 2));
  }

  @Test
  void aConnectionOfADestinationThatNeverEndedOneIsEndedWithItsStream() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);

    tunnel.fromSource(
        streamStart(1, "SSH", 1), connectionReset(1, "SSH", 1), connectionStart(1, "SSH", 2));

    assertThat(tunnel.toDestination.take())
        .containsExactly(
            streamStart(1, "SSH", 1), streamReset(1, "SSH", 1), streamStart(2, "SSH", 2));
  }

  @Test
  void aConnectionOfADestinationThatEndedOneIsEndedAlone() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));
    tunnel.fromDestination(connectionReset(1, "SSH", 1));
    tunnel.toDestination.take();

    tunnel.fromSource(
        connectionStart(1, "SSH", 2), connectionReset(1, "SSH", 2), connectionStart(1, "SSH", 3));

    assertThat(tunnel.toDestination.take())
        .containsExactly(
            connectionStart(1, "SSH", 2),
            connectionReset(1, "SSH", 2),
            connectionStart(1, "SSH", 3));
  }

  @Test
  void aDestinationThatTurnsOutToBeV1WhileItsStreamIsIdleIsStartedAnew() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1), connectionStart(1, "SSH", 2));
    tunnel.fromDestination(connectionReset(1, "SSH", 1));
    tunnel.fromSource(connectionReset(1, "SSH", 2));
    tunnel.fromDestination(data(1, NO_SERVICE, 2, "too late"));
    tunnel.toDestination.take();

    tunnel.fromSource(connectionStart(1, "SSH", 3));

    assertThat(tunnel.toDestination.take())
        .containsExactly(streamReset(1, "SSH", 2), streamStart(2, NO_SERVICE, NO_CONNECTION));
  }

  @Test
  void aV1DestinationOfATunnelWithSeveralServicesIsSentNoStart() {
    SpliceFixture tunnel =
        new SpliceFixture("SSH", "HTTP").connected(Subprotocol.V3, Subprotocol.V1);

    tunnel.fromSource(streamStart(1, "HTTP", 1));

    assertThat(tunnel.toSource.take()).containsExactly(connectionReset(1, "HTTP", 1));
    assertThat(tunnel.toDestination.take()).isEmpty();
  }

  @Test
  void unknownTypesThatMayBeIgnoredGoNowhere() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);

    tunnel.fromSource(new Message.Unknown(42, true));
    tunnel.fromDestination(new Message.Unknown(42, true));

    assertThat(tunnel.toSource.take()).isEmpty();
    assertThat(tunnel.toDestination.take()).isEmpty();
  }
}
