package io.adit.peer;

import static io.adit.peer.Apps.accept;
import static io.adit.peer.Apps.listen;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.Dialect;
import io.adit.wire.Subprotocol;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A source and a destination of ours, joined by a relay that passes messages on as they are. */
class BothEndsTest {
  private static final int CONNECTIONS = 24;
  private static final int BYTES_EACH_WAY = 512 * 1024;

  private final PeerFixture fixture = new PeerFixture();
  private final ExecutorService apps = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    fixture.close();
    apps.shutdownNow();
  }

  @Test
  void carriesManyConnectionsAtOnceWithoutCrossTalk() throws Exception {
    try (ServerSocket one = listen("127.0.0.1");
        ServerSocket two = listen("127.0.0.1")) {
      fixture.destination("ONE=" + one.getLocalPort() + ",TWO=" + two.getLocalPort());
      FakeLink destinationLink = fixture.relay().link();
      PeerFixture.Running source = fixture.source("ONE=0,TWO=0");
      FakeLink.join(fixture.relay().link(), destinationLink, "ONE", "TWO");
      apps.execute(() -> serveEchoes(one));
      apps.execute(() -> serveEchoes(two));

      List<Future<Boolean>> clients = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        int seed = i;
        String service = i % 2 == 0 ? "ONE" : "TWO";
        clients.add(apps.submit(() -> isEchoed(source.connect(service), seed)));
      }
      for (Future<Boolean> client : clients) {
        assertThat(client.get(60, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void carriesConnectionsOneAfterAnotherInEveryDialect(Dialect dialect) throws Exception {
    Subprotocol subprotocol = Subprotocol.valueOf(dialect.name());
    fixture.speaking(subprotocol, dialect);
    try (ServerSocket sshd = listen("127.0.0.1")) {
      fixture.destination("" + sshd.getLocalPort());
      FakeLink destinationLink = fixture.relay().link();
      PeerFixture.Running source = fixture.source("0");
      FakeLink.join(fixture.relay().link(), destinationLink, "SSH");
      apps.execute(() -> serveEchoes(sshd));

      String service = dialect == Dialect.V1 ? "" : "SSH";
      for (int i = 0; i < 4; i++) {
        assertThat(isEchoed(source.connect(service), i)).isTrue();
      }
    }
  }

  /** Sends random bytes and reads them back, both at once. */
  private boolean isEchoed(Socket app, int seed) throws Exception {
    byte[] sent = new byte[BYTES_EACH_WAY];
    new Random(seed).nextBytes(sent);
    try (app) {
      Callable<Void> writing =
          () -> {
            app.getOutputStream().write(sent);
            return null;
          };
      Future<Void> written = apps.submit(writing);
      byte[] back = app.getInputStream().readNBytes(sent.length);
      written.get(30, TimeUnit.SECONDS);
      return Arrays.equals(back, sent);
    }
  }

  private void serveEchoes(ServerSocket server) {
    try {
      while (!server.isClosed()) {
        Socket socket = accept(server);
        apps.execute(() -> echo(socket));
      }
    } catch (IOException e) {
      assertThat(server.isClosed()).isTrue();
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      // The client misses its bytes and says so.
    }
  }
}
