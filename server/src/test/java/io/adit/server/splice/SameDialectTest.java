package io.adit.server.splice;

import static io.adit.server.testing.Messages.NO_CONNECTION;
import static io.adit.server.testing.Messages.NO_SERVICE;
import static io.adit.server.testing.Messages.connectionReset;
import static io.adit.server.testing.Messages.connectionStart;
import static io.adit.server.testing.Messages.data;
import static io.adit.server.testing.Messages.serviceIds;
import static io.adit.server.testing.Messages.streamReset;
import static io.adit.server.testing.Messages.streamStart;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.Dialect;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import org.junit.jupiter.api.Test;

/** Two links that speak the same dialect. */
class SameDialectTest {

  @Test
  void v3CarriesManyConnectionsInOneStream() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);

    tunnel.fromSource(
        streamStart(1, "SSH", 1),
        connectionStart(1, "SSH", 2),
        data(1, "SSH", 2, "second"),
        data(1, "SSH", 1, "first"));
    tunnel.fromDestination(data(1, "SSH", 1, "answer one"), data(1, "SSH", 2, "answer two"));

    assertThat(tunnel.toDestination.take())
        .containsExactly(
            streamStart(1, "SSH", 1),
            connectionStart(1, "SSH", 2),
            data(1, "SSH", 2, "second"),
            data(1, "SSH", 1, "first"));
    assertThat(tunnel.toSource.take())
        .containsExactly(data(1, "SSH", 1, "answer one"), data(1, "SSH", 2, "answer two"));
  }

  @Test
  void v2CarriesOneStreamPerService() {
    SpliceFixture tunnel =
        new SpliceFixture("SSH", "HTTP").connected(Subprotocol.V2, Subprotocol.V2);

    tunnel.fromSource(
        streamStart(1, "SSH", NO_CONNECTION),
        streamStart(1, "HTTP", NO_CONNECTION),
        data(1, "HTTP", NO_CONNECTION, "GET"));
    tunnel.fromDestination(data(1, "SSH", NO_CONNECTION, "banner"));

    assertThat(tunnel.toDestination.take())
        .containsExactly(
            streamStart(1, "SSH", NO_CONNECTION),
            streamStart(1, "HTTP", NO_CONNECTION),
            data(1, "HTTP", NO_CONNECTION, "GET"));
    assertThat(tunnel.toSource.take()).containsExactly(data(1, "SSH", NO_CONNECTION, "banner"));
  }

  @Test
  void v1CarriesOneStreamWithoutAName() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V1, Subprotocol.V1);

    tunnel.fromSource(
        streamStart(1, NO_SERVICE, NO_CONNECTION), data(1, NO_SERVICE, NO_CONNECTION, "hello"));
    tunnel.fromDestination(data(1, NO_SERVICE, NO_CONNECTION, "answer"));

    assertThat(tunnel.toDestination.take())
        .containsExactly(
            streamStart(1, NO_SERVICE, NO_CONNECTION), data(1, NO_SERVICE, NO_CONNECTION, "hello"));
    assertThat(tunnel.toSource.take())
        .containsExactly(data(1, NO_SERVICE, NO_CONNECTION, "answer"));
  }

  @Test
  void aTunnelWithoutServicesWorksInV3WithEmptyNames() {
    SpliceFixture tunnel = new SpliceFixture().connected(Subprotocol.V3, Subprotocol.V3);

    tunnel.fromSource(streamStart(1, NO_SERVICE, 1), data(1, NO_SERVICE, 1, "hello"));
    tunnel.fromDestination(data(1, NO_SERVICE, 1, "answer"));

    assertThat(tunnel.toDestination.take())
        .containsExactly(streamStart(1, NO_SERVICE, 1), data(1, NO_SERVICE, 1, "hello"));
    assertThat(tunnel.toSource.take()).containsExactly(data(1, NO_SERVICE, 1, "answer"));
  }

  @Test
  void serviceIdsComeFirstAndInOrderToThoseThatKnowThem() {
    SpliceFixture tunnel = new SpliceFixture("SSH", "HTTP");

    tunnel.withSource(Subprotocol.V3).withDestination(Subprotocol.V2);

    assertThat(tunnel.toSource.take()).containsExactly(serviceIds("SSH", "HTTP"));
    assertThat(tunnel.toDestination.take()).containsExactly(serviceIds("SSH", "HTTP"));
  }

  @Test
  void serviceIdsOfATunnelWithoutServicesAreAnEmptyList() {
    SpliceFixture tunnel = new SpliceFixture();

    tunnel.withSource(Subprotocol.V3);

    assertThat(tunnel.toSource.take()).containsExactly(serviceIds());
  }

  @Test
  void v1IsNeverSentServiceIdsBecauseItDiesOfThem() {
    SpliceFixture tunnel = new SpliceFixture("SSH");

    tunnel.withSource(Subprotocol.V1).withDestination(Subprotocol.V1_BROWSER);

    assertThat(tunnel.toSource.take()).isEmpty();
    assertThat(tunnel.toDestination.take()).isEmpty();
  }

  @Test
  void bytesAreCountedEachWayAsTheyPass() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);

    tunnel.fromSource(streamStart(1, "SSH", 1), data(1, "SSH", 1, "12345"));
    tunnel.fromDestination(data(1, "SSH", 1, "123"), data(9, "SSH", 1, "stale"));

    assertThat(tunnel.splice.bytesFrom(Side.SOURCE)).isEqualTo(5);
    assertThat(tunnel.splice.bytesFrom(Side.DESTINATION)).isEqualTo(3);
  }

  @Test
  void theDialectOfASourceIsUnknownUntilItsFirstStart() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V2);

    assertThat(tunnel.source().dialect()).isEmpty();
    tunnel.fromSource(streamStart(1, "SSH", NO_CONNECTION));

    assertThat(tunnel.source().dialect()).contains(Dialect.V2);
    assertThat(tunnel.destination().dialect()).contains(Dialect.V2);
  }

  @Test
  void theEndOfAStreamIsPassedOn() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V2, Subprotocol.V2);
    tunnel.fromSource(streamStart(1, "SSH", NO_CONNECTION));
    tunnel.toDestination.take();

    tunnel.fromSource(streamReset(1, "SSH", NO_CONNECTION));

    assertThat(tunnel.toDestination.take()).containsExactly(streamReset(1, "SSH", NO_CONNECTION));
  }

  @Test
  void theEndOfOneConnectionLeavesTheOthers() {
    SpliceFixture tunnel = new SpliceFixture("SSH").connected(Subprotocol.V3, Subprotocol.V3);
    tunnel.fromSource(streamStart(1, "SSH", 1), connectionStart(1, "SSH", 2));
    tunnel.toDestination.take();

    tunnel.fromSource(connectionReset(1, "SSH", 1), data(1, "SSH", 2, "goes on"));
    tunnel.fromDestination(connectionReset(1, "SSH", 1), data(1, "SSH", 2, "as well"));

    assertThat(tunnel.toDestination.take())
        .containsExactly(connectionReset(1, "SSH", 1), data(1, "SSH", 2, "goes on"));
    assertThat(tunnel.toSource.take()).containsExactly(data(1, "SSH", 2, "as well"));
  }
}
