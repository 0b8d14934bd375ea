package io.adit.peer;

import static io.adit.peer.Apps.accept;
import static io.adit.peer.Apps.listen;
import static io.adit.peer.Apps.read;
import static io.adit.peer.Apps.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.peer.socket.Endpoint;
import io.adit.wire.Message;
import io.adit.wire.ResetReason;
import io.adit.wire.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the two ends say of a connection that failed, where the relay agreed to pass it on. */
class ResetReasonsTest {
  private static final String AGREED = "\r\nAdit-Extensions: reset-reasons\r\n\r\n";

  private final PeerFixture fixture = new PeerFixture();

  /** Takes connections, and closes none before the proxies are gone. */
  private final ServerSocket crowded;

  private final Warnings warnings = Warnings.of(SourceService.class);

  ResetReasonsTest() throws IOException {
    crowded = new ServerSocket(0, 2_000, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    warnings.close();
    fixture.close();
    crowded.close();
  }

  @Test
  void bothSidesAskForThem() throws Exception {
    fixture.destination("22");
    assertThat(fixture.relay().link().request().header("adit-extensions"))
        .isEqualTo("reset-reasons, delivery");

    fixture.source("0");
    assertThat(fixture.relay().link().request().header("adit-extensions"))
        .isEqualTo("reset-reasons, delivery");
  }

  @Test
  void theDeviceSaysWhyAConnectionFailed() throws Exception {
    int port = Apps.freePort();
    relayAgrees();
    fixture.destination("SSH=127.0.0.1:" + port);
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");

    link.send(new Message.StreamStart(1, "SSH", 1));

    assertThat(link.next())
        .isEqualTo(
            new Message.ConnectionReset(
                1, "SSH", 1, new ResetReason("127.0.0.1:" + port + " refused")));
  }

  @Test
  void aDeviceTakesNoMoreConnectionsThanItsLimitAndSaysSo() throws Exception {
    relayAgrees();
    fixture.destination("SSH=127.0.0.1:" + crowded.getLocalPort());
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    link.send(new Message.StreamStart(1, "SSH", 1));

    for (int i = 2; i <= 1_025; i++) {
      link.send(new Message.ConnectionStart(1, "SSH", i));
    }

    assertThat(link.next())
        .isEqualTo(
            new Message.ConnectionReset(
                1,
                "SSH",
                1_025,
                new ResetReason("the device has as many connections as it takes (1024)")));
  }

  @Test
  void theDeviceSaysSoToAV2SourceToo() throws Exception {
    int port = Apps.freePort();
    relayAgrees();
    fixture.destination("SSH=127.0.0.1:" + port);
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");

    link.send(new Message.StreamStart(1, "SSH", 0));

    assertThat(link.next())
        .isEqualTo(
            new Message.StreamReset(
                1, "SSH", 0, new ResetReason("127.0.0.1:" + port + " refused")));
  }

  @Test
  void theDeviceSaysNothingToARelayThatDidNotAgree() throws Exception {
    fixture.destination("SSH=127.0.0.1:" + Apps.freePort());
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");

    link.send(new Message.StreamStart(1, "SSH", 1));

    assertThat(link.next()).isEqualTo(new Message.ConnectionReset(1, "SSH", 1));
  }

  @Test
  void anApplicationThatEndsInGoodOrderNeedsNoReason() throws Exception {
    relayAgrees();
    try (ServerSocket sshd = listen("127.0.0.1")) {
      fixture.destination("SSH=" + sshd.getLocalPort());
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH");
      link.send(new Message.StreamStart(1, "SSH", 1));

      accept(sshd).close();

      assertThat(link.next()).isEqualTo(new Message.ConnectionReset(1, "SSH", 1));
    }
  }

  @Test
  void theOperatorReadsWhatTheRelayPassesOn() throws Exception {
    relayAgrees();
    PeerFixture.Running source = fixture.source("SSH=0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");

    try (Socket app = source.connect("SSH")) {
      assertThat(link.next()).isEqualTo(new Message.StreamStart(1, "SSH", 1));
      link.send(
          new Message.ConnectionReset(
              1, "SSH", 1, new ResetReason("the device says: 127.0.0.1:22 refused")));

      assertThat(app.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(warnings.next()).isEqualTo("SSH: the device says: 127.0.0.1:22 refused");
  }

  @Test
  void theOperatorReadsNothingThatNobodyAgreedTo() throws Exception {
    PeerFixture.Running source = fixture.source("SSH=0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    try (Socket app = source.connect("SSH")) {
      link.next();
      link.send(new Message.ConnectionReset(1, "SSH", 1, new ResetReason("call 555-0100")));
      assertThat(app.getInputStream().read()).isEqualTo(-1);
    }
    source.stop();

    assertThat(warnings.isEmpty()).isTrue();
  }

  @Test
  void aConnectionThatFailsHarmsNoOther() throws Exception {
    relayAgrees();
    ServerSocket sshd = listen("127.0.0.1");
    fixture.destination("SSH=127.0.0.1:" + sshd.getLocalPort());
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    link.send(new Message.StreamStart(1, "SSH", 1));

    try (Socket first = accept(sshd)) {
      sshd.close();
      link.send(new Message.ConnectionStart(1, "SSH", 2));

      assertThat(link.next())
          .isEqualTo(
              new Message.ConnectionReset(
                  1, "SSH", 2, new ResetReason("127.0.0.1:" + sshd.getLocalPort() + " refused")));
      link.send(Apps.data(1, "SSH", 1, "ping"));
      assertThat(read(first, 4)).isEqualTo("ping");
      write(first, "pong");
      assertThat(link.nextText(4)).isEqualTo("pong");
    }
  }

  @Test
  void theDeviceSaysWhichServiceItDoesNotServe() throws Exception {
    relayAgrees();
    try (ServerSocket sshd = listen("127.0.0.1")) {
      Map<String, Endpoint> allowed = new ConcurrentHashMap<>();
      allowed.put("SSH", new Endpoint.Tcp("127.0.0.1", sshd.getLocalPort()));
      fixture.start(
          Side.DESTINATION,
          new ServiceMap.Asked(service ->
              allowed.getOrDefault(service, new Endpoint.Refused(service + " is not allowed"))));
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH", "VNC");

      link.send(new Message.StreamStart(1, "VNC", 1));
      assertThat(link.next())
          .isEqualTo(
              new Message.ConnectionReset(1, "VNC", 1, new ResetReason("VNC is not allowed")));
      link.send(new Message.StreamStart(1, "SSH", 1));
      try (Socket first = accept(sshd)) {
        allowed.clear();
        link.send(new Message.ConnectionStart(1, "SSH", 2));
        assertThat(link.next())
            .isEqualTo(
                new Message.ConnectionReset(1, "SSH", 2, new ResetReason("SSH is not allowed")));
        link.send(Apps.data(1, "SSH", 1, "ping"));
        assertThat(read(first, 4)).isEqualTo("ping");
      }
    }
  }

  private void relayAgrees() {
    fixture.relay().answer(request -> request.accept().stripTrailing() + AGREED);
  }
}
