package io.adit.server.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.http.EventLoops;
import io.adit.server.testing.TestTls;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator is told of a broker that cannot be used. */
class BrokerProblemTest {
  @TempDir Path folder;
  private Vertx vertx;
  private TestBroker broker;

  @BeforeEach
  void prepare() {
    vertx = EventLoops.start(1); // with the native transport, which has words of its own
    broker = new TestBroker(vertx, new TestTls(folder));
  }

  @AfterEach
  void stop() throws Exception {
    broker.stop();
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void anAuthorityThatIsNotTrustedIsToBeNamed() throws Exception {
    broker.start();
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    assertThat(new TestTls(elsewhere).identity()).isNotNull();

    assertThat(problem("localhost", elsewhere.resolve("ca.pem"), null))
        .isEqualTo(
            "its certificate is of no authority that is trusted; name that authority with"
                + " --notify-ca");
  }

  @Test
  void aCertificateOfAnotherHostIsSaid() throws Exception {
    broker.host = "127.0.0.2";
    broker.start();

    assertThat(problem("127.0.0.2", ca(), null))
        .startsWith("its certificate cannot be accepted: No subject alternative names matching")
        .contains("127.0.0.2");
  }

  @Test
  void aBrokerThatWantsACertificateIsSaid() throws Exception {
    broker.clientAuth = ClientAuth.REQUIRED;
    broker.start();

    assertThat(problem("localhost", ca(), null))
        .startsWith("it does not accept Adit's certificate or TLS (")
        .endsWith("); look at --notify-cert and --notify-key");
  }

  @Test
  void aWrongPasswordIsSaidAndNotShown() throws Exception {
    broker.password = "right";
    broker.start();

    assertThat(problem("localhost", ca(), "wrong"))
        .startsWith("it does not let Adit in: look at --notify-user, --notify-password-file")
        .doesNotContain("wrong");
  }

  @Test
  void whereNobodyListensIsSaid() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(problem("localhost", port, ca(), null))
        .startsWith("Connection refused: localhost/")
        .endsWith(":" + port);
  }

  private String problem(String host, Path authority, @Nullable String password) throws Exception {
    return problem(host, broker.port(), authority, password);
  }

  private String problem(String host, int port, Path authority, @Nullable String password)
      throws Exception {
    var credentials =
        new BrokerOptions.Credentials(
            authority, null, null, password == null ? null : "adit", password);
    var options = new BrokerOptions(host, port, "adit-test", "$aws", credentials);
    return BrokerConnection.open(vertx, BrokerConnection.read(options, 1), options, new Nobody())
        .map("connected")
        .otherwise(cause -> String.valueOf(cause.getMessage()))
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private Path ca() {
    return folder.resolve("ca.pem");
  }

  private static final class Nobody implements BrokerConnection.Listener {
    @Override
    public void onAcknowledged(int packetId) {
      throw new AssertionError("nothing was published");
    }

    @Override
    public void onLost(BrokerConnection connection, String reason) {
      // The test ends it.
    }
  }
}
