package io.adit.server.splice;

import static io.adit.server.testing.Messages.NO_CONNECTION;
import static io.adit.server.testing.Messages.NO_SERVICE;
import static io.adit.server.testing.Messages.connectionStart;
import static io.adit.server.testing.Messages.data;
import static io.adit.server.testing.Messages.streamStart;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.Extensions;
import io.adit.wire.Message;
import io.adit.wire.Subprotocol;
import org.junit.jupiter.api.Test;

/** Reports of what has reached the applications, between links that agreed to them. */
class DeliveryTest {
  private static Message delivered(int streamId, String service, int connectionId, long total) {
    return new Message.Delivered(streamId, service, connectionId, total);
  }

  private static SpliceFixture agreeing(Subprotocol source, Subprotocol destination) {
    return new SpliceFixture("SSH").agreeing(Extensions.ALL).connected(source, destination);
  }

  @Test
  void reportsPassBothWaysUnderTheOtherSidesNumbers() {
    SpliceFixture tunnel = agreeing(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(7, "SSH", 41), connectionStart(7, "SSH", 42));
    tunnel.toDestination.take();

    tunnel.fromSource(delivered(7, "SSH", 42, 0), delivered(7, "SSH", 42, 70_000));
    tunnel.fromDestination(delivered(1, "SSH", 1, 0), delivered(1, "SSH", 2, 1L << 40));

    assertThat(tunnel.toDestination.take())
        .containsExactly(delivered(1, "SSH", 2, 0), delivered(1, "SSH", 2, 70_000));
    assertThat(tunnel.toSource.take())
        .containsExactly(delivered(7, "SSH", 41, 0), delivered(7, "SSH", 42, 1L << 40));
  }

  @Test
  void olderDialectsReportForTheirStream() {
    SpliceFixture tunnel = agreeing(Subprotocol.V1, Subprotocol.V2);
    tunnel.fromSource(streamStart(3, NO_SERVICE, NO_CONNECTION));
    tunnel.toDestination.take();

    tunnel.fromSource(delivered(3, NO_SERVICE, NO_CONNECTION, 5));
    tunnel.fromDestination(delivered(1, "SSH", NO_CONNECTION, 6));

    assertThat(tunnel.toDestination.take()).containsExactly(delivered(1, "SSH", NO_CONNECTION, 5));
    assertThat(tunnel.toSource.take()).containsExactly(delivered(3, NO_SERVICE, NO_CONNECTION, 6));
  }

  @Test
  void aLinkThatDidNotAgreeIsSentNone() {
    SpliceFixture tunnel = agreeing(Subprotocol.V3, Subprotocol.V3);
    tunnel.agreeing(Extensions.NONE).withSource(Subprotocol.V3).toSource.take();
    tunnel.fromSource(streamStart(1, "SSH", 1));

    tunnel.fromDestination(delivered(1, "SSH", 1, 0));

    assertThat(tunnel.toSource.take()).isEmpty();

    tunnel.withDestination(Subprotocol.V3).agreeing(Extensions.ALL).withSource(Subprotocol.V3);
    tunnel.toDestination.take();
    tunnel.fromSource(streamStart(1, "SSH", 1), delivered(1, "SSH", 1, 0));

    assertThat(tunnel.toDestination.take()).containsExactly(streamStart(1, "SSH", 1));
  }

  @Test
  void fromALinkThatDidNotAgreeItIsATypeThatNobodyKnows() {
    SpliceFixture tunnel = agreeing(Subprotocol.V3, Subprotocol.V3);
    tunnel.agreeing(Extensions.NONE).withSource(Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));
    tunnel.toDestination.take();

    tunnel.fromSource(delivered(1, "SSH", 1, 9), delivered(0, "none of them", 1, 9));

    assertThat(tunnel.toDestination.take()).isEmpty();
  }

  @Test
  void ofConnectionsThatAreNotThereNothingIsPassedOn() {
    SpliceFixture tunnel = agreeing(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1));
    tunnel.toDestination.take();

    tunnel.fromSource(delivered(1, "SSH", 2, 9), delivered(2, "SSH", 1, 9), delivered(0, "", 1, 9));
    tunnel.fromDestination(delivered(1, "SSH", 2, 9), delivered(2, "SSH", 1, 9));

    assertThat(tunnel.toDestination.take()).isEmpty();
    assertThat(tunnel.toSource.take()).isEmpty();
  }

  @Test
  void aDestinationThatComesLaterLearnsThatTheSourceReports() {
    SpliceFixture tunnel =
        new SpliceFixture("SSH").agreeing(Extensions.ALL).withSource(Subprotocol.V3);
    tunnel.fromSource(
        streamStart(1, "SSH", 1),
        delivered(1, "SSH", 1, 0),
        data(1, "SSH", 1, "hello"),
        connectionStart(1, "SSH", 2));

    tunnel.withDestination(Subprotocol.V3);

    assertThat(tunnel.toDestination.take().stream().skip(1))
        .containsExactly(
            streamStart(1, "SSH", 1),
            delivered(1, "SSH", 1, 0),
            data(1, "SSH", 1, "hello"),
            connectionStart(1, "SSH", 2));
  }
}
