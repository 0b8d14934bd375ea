package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.ConnectedTunnel;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.sockets.Handshake;
import io.adit.conformance.sockets.HttpAnswer;
import io.adit.conformance.sockets.TlsConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A token's single use, when many claim it at the same moment. */
class RacingHandshakesTest {
  private static final int RACERS = 100;

  @AutoClose final Stage stage = new Stage();

  @Test
  void ofAHundredHandshakesWithOneTokenOneWins() throws Exception {
    // Given
    var server = AditProcess.start(stage);
    var client = stage.owns(AwsSdk.client(server));
    var token = ConnectedTunnel.open(client, List.of("SSH")).sourceAccessToken();
    var connections = new ArrayList<TlsConnection>();
    var trusting = TlsConnection.trusting(server);
    for (int i = 0; i < RACERS; i++) {
      connections.add(stage.owns(TlsConnection.open(trusting, server.port())));
    }

    // When
    var answers = sendAtOnce(connections, Handshake.of("source", token).bytes());

    // Then
    assertThat(answers).filteredOn(answer -> answer.status() == 101).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 400)
        .hasSize(RACERS - 1)
        .allMatch(answer -> answer.body().contains("previously used"));
  }

  private static List<HttpAnswer> sendAtOnce(List<TlsConnection> connections, byte[] request)
      throws Exception {
    var start = new CountDownLatch(1);
    var running = new ArrayList<Future<HttpAnswer>>();
    var answers = new ArrayList<HttpAnswer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var connection : connections) {
        running.add(
            threads.submit(() -> {
              start.await();
              connection.send(request);
              return connection.readAnswer();
            }));
      }
      start.countDown();
      for (var future : running) {
        answers.add(future.get());
      }
    }
    return answers;
  }
}
