package io.adit.peer;

import static io.adit.peer.Apps.accept;
import static io.adit.peer.Apps.data;
import static io.adit.peer.Apps.listen;
import static io.adit.peer.Apps.read;
import static io.adit.peer.Apps.readAll;
import static io.adit.peer.Apps.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.Message;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the official client tests of its adapter, as one story for each side; docs/testing.md has
 * the whole list. Fact sheet: client, section 7.
 */
class OfficialAdapterTest {
  private static final int ECHOES = 5;

  private final PeerFixture fixture = new PeerFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aSourceCarriesOneApplicationAfterAnotherUntilTheServiceCloses() throws Exception {
    // Given
    PeerFixture.Running source = fixture.source("0");
    FakeLink link = fixture.relay().link();
    assertHandshake(link.request(), "source");
    link.sendServices("SSH");

    // When
    try (Socket first = source.connect("SSH")) {
      assertThat(link.next()).isEqualTo(new Message.StreamStart(1, "SSH", 1));
      echoes(first, link, 1);
    }

    // Then
    assertThat(link.next()).isEqualTo(new Message.ConnectionReset(1, "SSH", 1));
    try (Socket second = source.connect("SSH")) {
      assertThat(link.next()).isEqualTo(new Message.ConnectionStart(1, "SSH", 2));
      echoes(second, link, 2);
      link.sendClose(1011, "an error of the service");
      assertThat(readAll(second)).isEmpty();
    }
    // The official client ends at any close. This one is not about the tunnel: ours comes back.
    fixture.relay().link().sendClose(1000, "Tunnel is closed");
    assertThat(source.outcome()).isEqualTo(new ProxyOutcome.Closed("Tunnel is closed"));
  }

  @Test
  void aDestinationConnectsForAStartWithoutAConnectionId() throws Exception {
    try (ServerSocket sshd = listen("127.0.0.1")) {
      // Given
      PeerFixture.Running destination = fixture.destination("" + sshd.getLocalPort());
      FakeLink link = fixture.relay().link();
      assertHandshake(link.request(), "destination");
      link.sendServices("SSH");

      // When
      link.send(new Message.StreamStart(1, "SSH", 0));
      try (Socket app = accept(sshd)) {
        for (int i = 0; i < ECHOES; i++) {
          link.send(data(1, "SSH", 0, "echo " + i));
          write(app, read(app, 6));
          assertThat(link.any()).isEqualTo(data(1, "SSH", 0, "echo " + i));
        }
      }

      // Then
      assertThat(link.next()).isEqualTo(new Message.StreamReset(1, "SSH", 0));
      link.send(new Message.StreamStart(2, "SSH", 0));
      try (Socket app = accept(sshd)) {
        link.sendClose(1000, "Tunnel is closed");
        assertThat(readAll(app)).isEmpty();
        assertThat(destination.outcome()).isEqualTo(new ProxyOutcome.Closed("Tunnel is closed"));
      }
    }
  }

  private static void assertHandshake(FakeLink.Request request, String mode) {
    assertThat(request.line()).isEqualTo("GET /tunnel?local-proxy-mode=" + mode + " HTTP/1.1");
    assertThat(request.header("sec-websocket-protocol")).isEqualTo("aws.iot.securetunneling-3.0");
    assertThat(request.header("access-token")).isEqualTo(PeerFixture.ACCESS_TOKEN.value());
    assertThat(request.header("client-token")).isEqualTo(PeerFixture.CLIENT_TOKEN.value());
  }

  /** What the application sends comes back to it, on its own connection. */
  private static void echoes(Socket app, FakeLink link, int connectionId) throws Exception {
    for (int i = 0; i < ECHOES; i++) {
      write(app, "echo " + i);
      Message sent = link.any();
      assertThat(sent).isEqualTo(data(1, "SSH", connectionId, "echo " + i));
      link.send(sent);
      assertThat(read(app, 6)).isEqualTo("echo " + i);
    }
  }
}
