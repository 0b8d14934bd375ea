package io.adit.server.splice;

import static io.adit.server.testing.Messages.NO_CONNECTION;
import static io.adit.server.testing.Messages.NO_SERVICE;
import static io.adit.server.testing.Messages.connectionReset;
import static io.adit.server.testing.Messages.connectionStart;
import static io.adit.server.testing.Messages.data;
import static io.adit.server.testing.Messages.streamReset;
import static io.adit.server.testing.Messages.streamStart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.testing.Messages;
import io.adit.wire.Message;
import io.adit.wire.Subprotocol;
import io.adit.wire.WireLimits;
import io.adit.wire.WireViolation;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A source that starts before its destination is there, and what is bounded. */
class HoldTest {
  private static final SpliceLimits SMALL = new SpliceLimits(256 * 1024, 3);

  @Test
  void whatTheSourceDidMeanwhileIsDeliveredInOrder() {
    SpliceFixture tunnel = new SpliceFixture("SSH").withSource(Subprotocol.V3);
    tunnel.fromSource(
        streamStart(1, "SSH", 1),
        data(1, "SSH", 1, "one"),
        connectionStart(1, "SSH", 2),
        data(1, "SSH", 2, "two"),
        data(1, "SSH", 1, "three"));
    assertThat(tunnel.splice.holdsForDestination()).isTrue();

    tunnel.withDestination(Subprotocol.V3);

    assertThat(tunnel.toDestination.take())
        .containsExactly(
            Messages.serviceIds("SSH"),
            streamStart(1, "SSH", 1),
            data(1, "SSH", 1, "one"),
            connectionStart(1, "SSH", 2),
            data(1, "SSH", 2, "two"),
            data(1, "SSH", 1, "three"));
    assertThat(tunnel.splice.holdsForDestination()).isFalse();
    assertThat(tunnel.splice.heldBytes()).isZero();
  }

  @Test
  void aConnectionThatEndedMeanwhileIsDeliveredWithItsEnd() {
    SpliceFixture tunnel = new SpliceFixture("SSH").withSource(Subprotocol.V3);
    tunnel.fromSource(
        streamStart(1, "SSH", 1), data(1, "SSH", 1, "all of it"), connectionReset(1, "SSH", 1));

    tunnel.withDestination(Subprotocol.V1);

    assertThat(tunnel.toDestination.take())
        .containsExactly(
            streamStart(1, NO_SERVICE, NO_CONNECTION),
            data(1, NO_SERVICE, NO_CONNECTION, "all of it"),
            streamReset(1, NO_SERVICE, NO_CONNECTION));
  }

  @Test
  void heldConnectionsThatAnOldDestinationCannotHaveAreRefused() {
    SpliceFixture tunnel = new SpliceFixture("SSH").withSource(Subprotocol.V3);
    tunnel.fromSource(
        streamStart(1, "SSH", 1), connectionStart(1, "SSH", 2), data(1, "SSH", 2, "lost"));
    tunnel.toSource.take();

    tunnel.withDestination(Subprotocol.V1);

    assertThat(tunnel.toDestination.take())
        .containsExactly(streamStart(1, NO_SERVICE, NO_CONNECTION));
    assertThat(tunnel.toSource.take()).containsExactly(connectionReset(1, "SSH", 2));
  }

  @Test
  void whenTheWaitIsOverAV3SourceIsToldOfEachConnection() {
    SpliceFixture tunnel = new SpliceFixture("SSH").withSource(Subprotocol.V3);
    tunnel.fromSource(
        streamStart(1, "SSH", 1),
        connectionStart(1, "SSH", 2),
        connectionStart(1, "SSH", 3),
        connectionReset(1, "SSH", 2));
    tunnel.toSource.take();

    tunnel.splice.onDestinationWaitOver();

    assertThat(tunnel.toSource.take())
        .containsExactly(connectionReset(1, "SSH", 1), connectionReset(1, "SSH", 3));
    assertThat(tunnel.splice.holdsForDestination()).isFalse();
    tunnel.withDestination(Subprotocol.V3);
    assertThat(tunnel.toDestination.take()).containsExactly(Messages.serviceIds("SSH"));
  }

  @Test
  void whenTheWaitIsOverAnOldSourceIsToldOfItsStream() {
    SpliceFixture tunnel = new SpliceFixture("SSH").withSource(Subprotocol.V1);
    tunnel.fromSource(streamStart(3, NO_SERVICE, NO_CONNECTION));

    tunnel.splice.onDestinationWaitOver();

    assertThat(tunnel.toSource.take()).containsExactly(streamReset(3, NO_SERVICE, NO_CONNECTION));
  }

  @Test
  void bytesOfAConnectionThatWasResetAreNotHeld() {
    SpliceFixture tunnel = new SpliceFixture("SSH").withSource(Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));
    tunnel.splice.onDestinationWaitOver();

    tunnel.fromSource(data(1, "SSH", 1, "too late"));

    assertThat(tunnel.splice.heldBytes()).isZero();
    assertThat(tunnel.splice.holdsForDestination()).isFalse();
  }

  @Test
  void aStartAfterTheWaitIsHeldAgain() {
    SpliceFixture tunnel = new SpliceFixture("SSH").withSource(Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));
    tunnel.splice.onDestinationWaitOver();

    tunnel.fromSource(connectionStart(1, "SSH", 2));
    tunnel.withDestination(Subprotocol.V3);

    assertThat(tunnel.toDestination.take())
        .containsExactly(Messages.serviceIds("SSH"), streamStart(1, "SSH", 1));
  }

  @Test
  void whatASourceStartedIsDroppedWhenItLeaves() {
    SpliceFixture tunnel = new SpliceFixture("SSH").withSource(Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1), data(1, "SSH", 1, "gone"));

    tunnel.withSource(Subprotocol.V3).withDestination(Subprotocol.V3);

    assertThat(tunnel.toDestination.take()).containsExactly(Messages.serviceIds("SSH"));
    assertThat(tunnel.splice.heldBytes()).isZero();
  }

  @Test
  void heldBytesAreCopiesOfTheReadBuffer() {
    SpliceFixture tunnel = new SpliceFixture("SSH").withSource(Subprotocol.V3);
    byte[] readBuffer = {'a', 'b', 'c'};
    tunnel.fromSource(streamStart(1, "SSH", 1), data(1, "SSH", 1, readBuffer));
    readBuffer[0] = 'X';

    tunnel.withDestination(Subprotocol.V3);

    assertThat(tunnel.toDestination.take().getLast()).isEqualTo(data(1, "SSH", 1, "abc"));
  }

  @Test
  void theHoldSaysThatItIsFullBeforeAMessageMayFindNoRoom() {
    SpliceFixture tunnel = new SpliceFixture("SSH").withSource(Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));
    int messages = 0;

    while (!tunnel.splice.holdIsFull()) {
      tunnel.fromSource(data(1, "SSH", 1, new byte[WireLimits.MAX_PAYLOAD_BYTES]));
      messages++;
    }

    assertThat(messages).isEqualTo(4);
    assertThat(tunnel.splice.heldBytes()).isLessThanOrEqualTo(256 * 1024);
    assertThat(tunnel.toSource.take()).containsExactly(Messages.serviceIds("SSH"));
  }

  @Test
  void aConnectionThatOverflowsTheHoldIsResetAndMakesRoom() {
    SpliceFixture tunnel = new SpliceFixture("SSH").withSource(Subprotocol.V3);
    tunnel.fromSource(
        streamStart(1, "SSH", 1), connectionStart(1, "SSH", 2), data(1, "SSH", 2, "small"));
    tunnel.toSource.take();

    for (int i = 0; i < 5; i++) {
      tunnel.fromSource(data(1, "SSH", 1, new byte[WireLimits.MAX_PAYLOAD_BYTES]));
    }

    assertThat(tunnel.toSource.take()).containsExactly(connectionReset(1, "SSH", 1));
    assertThat(tunnel.splice.heldBytes()).isLessThan(1024);
    tunnel.withDestination(Subprotocol.V3);
    assertThat(tunnel.toDestination.take())
        .containsExactly(
            Messages.serviceIds("SSH"), streamStart(1, "SSH", 1), data(1, "SSH", 1, "small"));
  }

  @Test
  void startsAndEndsWithoutBytesFillTheHoldToo() {
    SpliceFixture tunnel = new SpliceFixture("SSH").withSource(Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));
    tunnel.toSource.take();
    int refused = 0;

    for (int id = 2; id < 10_000; id++) {
      tunnel.fromSource(connectionStart(1, "SSH", id), connectionReset(1, "SSH", id));
      refused += tunnel.toSource.take().size();
    }

    assertThat(tunnel.splice.heldBytes()).isLessThanOrEqualTo(256 * 1024);
    assertThat(refused).isGreaterThan(7_000);
  }

  @Test
  void aTunnelThatHoldsNothingRefusesAtOnce() {
    SpliceFixture tunnel =
        new SpliceFixture(new SpliceLimits(0, 1024), "SSH").withSource(Subprotocol.V3);
    tunnel.toSource.take();

    tunnel.fromSource(streamStart(1, "SSH", 1));

    assertThat(tunnel.toSource.take()).containsExactly(connectionReset(1, "SSH", 1));
    assertThat(tunnel.splice.holdIsFull()).isFalse();
  }

  @Test
  void oneConnectionMoreThanTheLimitIsRefusedPerService() {
    SpliceFixture tunnel =
        new SpliceFixture(SMALL, "SSH", "HTTP").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(
        streamStart(1, "SSH", 1), connectionStart(1, "SSH", 2), connectionStart(1, "SSH", 3));

    tunnel.fromSource(connectionStart(1, "SSH", 4), streamStart(1, "HTTP", 1));

    assertThat(tunnel.toSource.take()).containsExactly(connectionReset(1, "SSH", 4));
    assertThat(tunnel.splice.openConnections()).isEqualTo(4);
  }

  @Test
  void manyConnectionsOneAfterTheOtherLeaveNothingBehind() {
    SpliceFixture tunnel =
        new SpliceFixture(SMALL, "SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));

    for (int id = 2; id < 1_000; id++) {
      tunnel.fromSource(connectionStart(1, "SSH", id), connectionReset(1, "SSH", id));
    }

    assertThat(tunnel.toSource.take()).isEmpty();
    assertThat(tunnel.splice.openConnections()).isEqualTo(1);
  }

  @Test
  void aMessageAgainstTheRulesGoesNowhere() {
    SpliceFixture tunnel =
        new SpliceFixture("SSH", "HTTP").connected(Subprotocol.V3, Subprotocol.V3);
    List<Message> illegal =
        List.of(
            streamStart(1, "FTP", 1),
            streamStart(1, NO_SERVICE, 1),
            streamStart(0, "SSH", 1),
            data(1, "SSH", 1, "never started"),
            new Message.SessionReset(),
            Messages.serviceIds("SSH"),
            new Message.Unknown(42, false));

    for (Message message : illegal) {
      assertThatThrownBy(() -> tunnel.fromSource(message)).isInstanceOf(WireViolation.class);
    }
    assertThatThrownBy(() -> tunnel.fromDestination(streamStart(1, "SSH", 1)))
        .isInstanceOf(WireViolation.class);

    assertThat(tunnel.toSource.take()).isEmpty();
    assertThat(tunnel.toDestination.take()).isEmpty();
  }

  @Test
  void aSourceThatStartedAsV2MayNotStartConnections() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", NO_CONNECTION));

    assertThatThrownBy(() -> tunnel.fromSource(connectionStart(1, "SSH", 2)))
        .isInstanceOf(WireViolation.class)
        .hasMessageContaining("CONNECTION_START");
  }

  @Test
  void anEmptyPayloadIsNotPassedOn() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));
    tunnel.toDestination.take();

    tunnel.fromSource(new Message.Data(1, "SSH", 1, ByteBuffer.allocate(0)));

    assertThat(tunnel.toDestination.take()).isEmpty();
  }
}
