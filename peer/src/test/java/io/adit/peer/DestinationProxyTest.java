package io.adit.peer;

import static io.adit.peer.Apps.accept;
import static io.adit.peer.Apps.data;
import static io.adit.peer.Apps.listen;
import static io.adit.peer.Apps.read;
import static io.adit.peer.Apps.readAll;
import static io.adit.peer.Apps.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.Dialect;
import io.adit.wire.Message;
import io.adit.wire.Subprotocol;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationProxyTest {
  private final PeerFixture fixture = new PeerFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void asksForItsSide() throws Exception {
    fixture.destination("22");

    assertThat(fixture.relay().link().request().line())
        .isEqualTo("GET /tunnel?local-proxy-mode=destination HTTP/1.1");
  }

  @Test
  void dialsForEachConnection() throws Exception {
    try (ServerSocket sshd = listen("127.0.0.1")) {
      fixture.destination("SSH=" + sshd.getLocalPort());
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH");

      link.send(new Message.StreamStart(1, "SSH", 1), data(1, "SSH", 1, "one"));
      try (Socket first = accept(sshd)) {
        assertThat(read(first, 3)).isEqualTo("one");
        link.send(new Message.ConnectionStart(1, "SSH", 2), data(1, "SSH", 2, "two"));
        try (Socket second = accept(sshd)) {
          assertThat(read(second, 3)).isEqualTo("two");
          write(second, "answer");
          assertThat(link.any())
              .isEqualTo(new Message.Data(1, "SSH", 2, ByteBuffer.wrap("answer".getBytes(UTF_8))));
        }
        assertThat(link.next()).isEqualTo(new Message.ConnectionReset(1, "SSH", 2));
        write(first, "still here");
        assertThat(link.nextText(10)).isEqualTo("still here");
      }
      assertThat(link.next()).isEqualTo(new Message.ConnectionReset(1, "SSH", 1));
    }
  }

  @Test
  void takesAConnectionStartAsTheFirstMessage() throws Exception {
    try (ServerSocket sshd = listen("127.0.0.1")) {
      fixture.destination("SSH=" + sshd.getLocalPort());
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH");

      link.send(new Message.ConnectionStart(4, "SSH", 9), data(4, "SSH", 9, "hello"));
      try (Socket app = accept(sshd)) {
        assertThat(read(app, 5)).isEqualTo("hello");
      }
      assertThat(link.next()).isEqualTo(new Message.ConnectionReset(4, "SSH", 9));
    }
  }

  @Test
  void deliversBytesThatWereSentAndClosedBeforeTheDialWasThrough() throws Exception {
    try (ServerSocket sshd = listen("127.0.0.1")) {
      fixture.destination("SSH=" + sshd.getLocalPort());
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH");

      link.sendInOneFrame(
          new Message.StreamStart(1, "SSH", 1),
          data(1, "SSH", 1, "fire and forget"),
          new Message.ConnectionReset(1, "SSH", 1));

      try (Socket app = accept(sshd)) {
        assertThat(readAll(app)).isEqualTo("fire and forget");
      }
    }
  }

  @Test
  void failsOnlyTheConnectionThatCannotBeDialled() throws Exception {
    ServerSocket sshd = listen("127.0.0.1");
    fixture.destination("SSH=" + sshd.getLocalPort());
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    link.send(new Message.StreamStart(1, "SSH", 1));

    try (Socket first = accept(sshd)) {
      sshd.close();
      link.send(new Message.ConnectionStart(1, "SSH", 2), data(1, "SSH", 2, "lost"));

      assertThat(link.next()).isEqualTo(new Message.ConnectionReset(1, "SSH", 2));
      link.send(data(1, "SSH", 1, "unharmed"));
      assertThat(read(first, 8)).isEqualTo("unharmed");
    }
  }

  @Test
  void keepsQuietAboutAFailedDialThatNobodyWaitsForAnyMore() throws Exception {
    // A source that counts its streams from 1 again would take it for its new connection.
    fixture.destination("SSH=" + Apps.freePort());
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");

    link.sendInOneFrame(
        new Message.StreamStart(1, "SSH", 1), new Message.ConnectionReset(1, "SSH", 1));

    for (int streamId = 2; streamId < 5; streamId++) {
      link.send(new Message.StreamStart(streamId, "SSH", 1));
      assertThat(link.next()).isEqualTo(new Message.ConnectionReset(streamId, "SSH", 1));
    }
  }

  @Test
  void waitsForASlowApplicationWhenTheTunnelIsClosedButNotForEver(@TempDir Path folder)
      throws Exception {
    // What a Unix socket takes by itself is far less than what comes here.
    Path path = folder.resolve("app.sock");
    try (ServerSocketChannel app = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      app.bind(UnixDomainSocketAddress.of(path));
      PeerFixture.Running destination = fixture.destination("SSH=" + path);
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH");
      link.send(new Message.StreamStart(1, "SSH", 1));
      try (SocketChannel connection = app.accept()) {
        for (int i = 0; i < 14; i++) {
          link.send(new Message.Data(1, "SSH", 1, ByteBuffer.allocate(64_512)));
        }

        long start = System.nanoTime();
        link.sendClose(1000, "Tunnel is closed");

        assertThat(destination.outcome()).isEqualTo(new ProxyOutcome.Closed("Tunnel is closed"));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isGreaterThan(Duration.ofSeconds(1));
        assertThat(connection.isOpen()).isTrue();
      }
    }
  }

  @Test
  void resetsTheStreamOfAV2SourceWhoseConnectionCannotBeDialled() throws Exception {
    fixture.destination("SSH=" + Apps.freePort());
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");

    link.send(new Message.StreamStart(3, "SSH", 0));

    assertThat(link.next()).isEqualTo(new Message.StreamReset(3, "SSH", 0));
  }

  @Test
  void beginsAnewWhenTheSourceRestartsAtTheSameStreamId() throws Exception {
    try (ServerSocket sshd = listen("127.0.0.1")) {
      fixture.destination("SSH=" + sshd.getLocalPort());
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH");

      link.send(new Message.StreamStart(1, "SSH", 1));
      try (Socket old = accept(sshd)) {
        link.send(new Message.StreamStart(1, "SSH", 1), data(1, "SSH", 1, "new"));
        try (Socket fresh = accept(sshd)) {
          assertThat(readAll(old)).isEmpty();
          assertThat(read(fresh, 3)).isEqualTo("new");
        }
      }
    }
  }

  @Test
  void closesTheConnectionsOfAStreamThatIsReset() throws Exception {
    try (ServerSocket sshd = listen("127.0.0.1");
        ServerSocket web = listen("127.0.0.1")) {
      fixture.destination("SSH=" + sshd.getLocalPort() + ",WEB=" + web.getLocalPort());
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH", "WEB");
      link.send(new Message.StreamStart(1, "SSH", 1), new Message.StreamStart(1, "WEB", 1));
      link.send(new Message.ConnectionStart(1, "SSH", 2));

      try (Socket one = accept(sshd);
          Socket two = accept(sshd);
          Socket other = accept(web)) {
        link.send(data(1, "SSH", 1, "end"), new Message.StreamReset(1, "SSH", 0));
        link.send(data(1, "WEB", 1, "on"));

        assertThat(readAll(one) + readAll(two)).isEqualTo("end");
        assertThat(read(other, 2)).isEqualTo("on");
      }
    }
  }

  @Test
  void closesEverythingOnASessionReset() throws Exception {
    try (ServerSocket sshd = listen("127.0.0.1")) {
      fixture.destination("SSH=" + sshd.getLocalPort());
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH");
      link.send(new Message.StreamStart(1, "SSH", 1));
      try (Socket app = accept(sshd)) {
        link.send(new Message.SessionReset());
        assertThat(readAll(app)).isEmpty();
      }
      link.send(new Message.StreamStart(2, "SSH", 1), data(2, "SSH", 1, "again"));
      try (Socket app = accept(sshd)) {
        assertThat(read(app, 5)).isEqualTo("again");
      }
    }
  }

  @Test
  void answersASourceInItsOwnDialect() throws Exception {
    try (ServerSocket sshd = listen("127.0.0.1")) {
      fixture.destination("SSH=" + sshd.getLocalPort());
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH");

      link.send(new Message.StreamStart(1, "", 0));
      try (Socket app = accept(sshd)) {
        write(app, "to V1");
        assertThat(link.any())
            .isEqualTo(new Message.Data(1, "", 0, ByteBuffer.wrap("to V1".getBytes(UTF_8))));
      }
      assertThat(link.next()).isEqualTo(new Message.StreamReset(1, "", 0));

      link.send(new Message.StreamStart(2, "SSH", 0));
      try (Socket app = accept(sshd)) {
        write(app, "to V2");
        assertThat(link.any())
            .isEqualTo(new Message.Data(2, "SSH", 0, ByteBuffer.wrap("to V2".getBytes(UTF_8))));
      }
      assertThat(link.next()).isEqualTo(new Message.StreamReset(2, "SSH", 0));
    }
  }

  @Test
  void servesV1WithoutWaitingForServices() throws Exception {
    try (ServerSocket sshd = listen("127.0.0.1")) {
      fixture.speaking(Subprotocol.V1, Dialect.V1).destination("" + sshd.getLocalPort());
      FakeLink link = fixture.relay().link();

      link.send(new Message.StreamStart(1, "", 0), data(1, "", 0, "hello"));

      try (Socket app = accept(sshd)) {
        assertThat(read(app, 5)).isEqualTo("hello");
      }
      assertThat(link.next()).isEqualTo(new Message.StreamReset(1, "", 0));
    }
  }

  @Test
  void dialsIpv6() throws Exception {
    try (ServerSocket sshd = listen("::1")) {
      fixture.destination("SSH=[::1]:" + sshd.getLocalPort());
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH");
      link.send(new Message.StreamStart(1, "SSH", 1), data(1, "SSH", 1, "six"));

      try (Socket app = accept(sshd)) {
        assertThat(app.getInetAddress()).isInstanceOf(Inet6Address.class);
        assertThat(read(app, 3)).isEqualTo("six");
      }
    }
  }

  @Test
  void triesEveryAddressOfAName() throws Exception {
    // A name with two addresses; the service listens on one of them only.
    try (ServerSocket onlyOne = listen(lastAddressOfLocalhost().getHostAddress())) {
      fixture.destination("SSH=localhost:" + onlyOne.getLocalPort());
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH");
      link.send(new Message.StreamStart(1, "SSH", 1), data(1, "SSH", 1, "found"));

      try (Socket app = accept(onlyOne)) {
        assertThat(read(app, 5)).isEqualTo("found");
      }
    }
  }

  @Test
  void dialsUnixSockets(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("app.sock");
    try (ServerSocketChannel app = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      app.bind(UnixDomainSocketAddress.of(path));
      fixture.destination("SSH=" + path);
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH");
      link.send(new Message.StreamStart(1, "SSH", 1), data(1, "SSH", 1, "unix"));

      try (SocketChannel accepted = app.accept()) {
        ByteBuffer bytes = ByteBuffer.allocate(4);
        while (bytes.hasRemaining() && accepted.read(bytes) >= 0) {}
        assertThat(new String(bytes.array(), UTF_8)).isEqualTo("unix");
        accepted.write(ByteBuffer.wrap("back".getBytes(UTF_8)));
        assertThat(link.nextText(4)).isEqualTo("back");
      }
      assertThat(link.next()).isEqualTo(new Message.ConnectionReset(1, "SSH", 1));
    }
  }

  @Test
  void passesOverIgnorableMessagesAndUnknownServices() throws Exception {
    try (ServerSocket sshd = listen("127.0.0.1")) {
      fixture.destination("SSH=" + sshd.getLocalPort());
      FakeLink link = fixture.relay().link();
      link.sendServices("SSH");

      link.send(
          new Message.Unknown(77, true),
          new Message.StreamStart(1, "OTHER", 1),
          data(1, "OTHER", 1, "for nobody"),
          new Message.StreamStart(1, "SSH", 1));

      try (Socket app = accept(sshd)) {
        link.send(data(1, "SSH", 1, "served"));
        assertThat(read(app, 6)).isEqualTo("served");
      }
    }
  }

  private static InetAddress lastAddressOfLocalhost() throws Exception {
    InetAddress[] all = InetAddress.getAllByName("localhost");
    return all[all.length - 1];
  }
}
