package io.adit.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.tunnel.ClientMode;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.wire.Side;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever was told that a tunnel is closed, or a token revoked, may rely on it. */
class EndsAtOnceTest {
  private static final Set<Thread.State> AT_REST =
      Set.of(Thread.State.TERMINATED, Thread.State.WAITING, Thread.State.TIMED_WAITING);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"close", "delete", "rotate"})
  void aCallReturnsWhenNoByteCanPassAnyMore(String call) throws Exception {
    try (var server = new RelayFixture(folder)) {
      // Given: the loop that could carry bytes is busy, so that nothing is ended yet.
      OpenedTunnel tunnel = server.open("SSH");
      try (LinkClient source = server.link(Side.SOURCE, tunnel.source())) {
        assertThat(source.handshake().status()).isEqualTo(101);
        var busy = new BusyLoop();
        var linkEnded = new AtomicBoolean();
        busy.occupy(server.loops.getFirst());
        var endedAtReturn = new AtomicBoolean();

        // When
        Thread caller =
            Thread.ofPlatform()
                .start(() -> {
                  call(server, call).accept(tunnel.tunnel().tunnelId());
                  endedAtReturn.set(linkEnded.get());
                });
        busy.awaitOneMoreTask();
        RelayFixture.eventually("it waits", () -> AT_REST.contains(caller.getState()));
        linkEnded.set(true);
        busy.release();
        caller.join();

        // Then
        assertThat(endedAtReturn).isTrue();
      }
    }
  }

  private static Consumer<String> call(RelayFixture server, String call) {
    return switch (call) {
      case "close" -> id -> server.registry.close(id, false);
      case "delete" -> id -> server.registry.close(id, true);
      default -> id -> server.registry.rotate(id, ClientMode.ALL, null);
    };
  }
}
