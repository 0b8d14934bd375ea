package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.conformance.pairs.PairServer;
import io.adit.conformance.pairs.PairTunnel;
import io.adit.conformance.pairs.Participant;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.Stage;
import io.adit.models.App;
import io.adit.models.client.ClientVersion;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A fast sender in front of official V3 clients, which end when their application is slower. */
class PacedDeliveryTest {
  private static final int BYTES = 8_000_000;
  // A little more than the relay sends to an official client in a second.
  private static final OptionalInt A_MEGABYTE_PER_SECOND = OptionalInt.of(1_000_000);
  private static final Participant OFFICIAL = Participant.of(ClientVersion.LOCALPROXY_3_3_1);
  private static final Participant OURS = Participant.of(ClientVersion.ADIT);

  @AutoClose final Stage stage = new Stage();

  private PairServer server(String... options) {
    return new PairServer(stage, AditProcess.start(stage, options));
  }

  /** A connection to a destination like this, through a tunnel of its own. */
  private static Copy connection(PairServer server, Participant destination) {
    var tunnel = server.open(List.of("SSH"), OFFICIAL, destination, A_MEGABYTE_PER_SECOND);
    var from = tunnel.open("SSH").orElseThrow();
    assertThat(tunnel.await(() -> !tunnel.arrived("SSH").isEmpty())).isTrue();
    return new Copy(tunnel, from, tunnel.arrived("SSH").getFirst());
  }

  private record Copy(PairTunnel tunnel, App from, App to) implements AutoCloseable {
    /** The source sends, far faster than anybody here reads. */
    Copy begin() {
      from.send(BYTES);
      return this;
    }

    boolean isDone() {
      return to.traffic().isAllOf(from.traffic());
    }

    /** Waits until all has arrived, or a client has come to harm. */
    Copy awaited() {
      tunnel.await(() -> isDone() || !tunnel.harm().isEmpty());
      return this;
    }

    @Override
    public void close() {
      tunnel.close();
    }
  }

  @Test
  void anOfficialClientLivesWithAFastSenderAndOursDoesNotWaitForIt() {
    var server = server();
    try (var toOfficial = connection(server, OFFICIAL);
        var toOurs = connection(server, OURS)) {
      toOfficial.begin();
      toOurs.begin();

      assertThat(toOurs.awaited().isDone()).isTrue();
      assertThat(toOfficial.isDone()).isFalse();

      assertThat(toOfficial.awaited().tunnel().harm()).isEmpty();
      assertThat(toOfficial.isDone()).isTrue();
    }
  }

  @Test
  void withoutAPaceTheSenderEndsIt() {
    try (var copy = connection(server("--official-client-rate", "off"), OFFICIAL)) {
      copy.begin().awaited();

      assertThat(copy.isDone()).isFalse();
      assertThat(copy.tunnel().harm())
          .singleElement()
          .asString()
          .contains("basic_multi_buffer too long");
    }
  }
}
