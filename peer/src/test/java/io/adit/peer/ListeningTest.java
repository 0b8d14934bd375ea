package io.adit.peer;

import static io.adit.peer.Apps.read;
import static io.adit.peer.Apps.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.peer.socket.Endpoint;
import io.adit.wire.Message;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a source listens. */
class ListeningTest {
  private final PeerFixture fixture = new PeerFixture();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    fixture.close();
  }

  private FakeLink link() throws InterruptedException {
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    return link;
  }

  @Test
  void listensAtAUnixSocketThatOnlyItsOwnerMayUse() throws Exception {
    Path path = folder.resolve("ssh.sock");
    PeerFixture.Running source = fixture.source("SSH=" + path);
    FakeLink link = link();
    assertThat(source.endpoint("SSH")).isEqualTo(new Endpoint.UnixSocket(path.toString()));

    try (SocketChannel app = UnixApp.connect(path)) {
      assertThat(link.next()).isEqualTo(new Message.StreamStart(1, "SSH", 1));
      app.write(ByteBuffer.wrap("hello".getBytes(UTF_8)));
      assertThat(link.nextText(5)).isEqualTo("hello");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");

    source.stop();
    assertThat(path).doesNotExist();
  }

  @Test
  void keepsItsUnixSocketWhileTheLinkIsAway() throws Exception {
    Path path = folder.resolve("ssh.sock");
    PeerFixture.Running source = fixture.source("SSH=" + path);
    FakeLink first = link();
    source.awaitConnected();

    first.drop();
    FakeLink second = link();
    source.awaitConnected();

    try (SocketChannel _ = UnixApp.connect(path)) {
      assertThat(second.next()).isEqualTo(new Message.StreamStart(1, "SSH", 1));
    }
  }

  @Test
  void replacesAUnixSocketThatADeadProgramLeftBehind() throws Exception {
    Path path = folder.resolve("ssh.sock");
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(path))
        .close();
    assertThat(path).exists();

    PeerFixture.Running source = fixture.source("SSH=" + path);
    FakeLink link = link();
    source.awaitConnected();

    try (SocketChannel _ = UnixApp.connect(path)) {
      assertThat(link.next()).isEqualTo(new Message.StreamStart(1, "SSH", 1));
    }
  }

  @Test
  void leavesAnotherProgramsUnixSocketAlone() throws Exception {
    Path path = folder.resolve("ssh.sock");
    try (UnixApp _ = UnixApp.listen(path)) {
      PeerFixture.Running source = fixture.source("SSH=" + path);
      link();

      assertThat(source.outcome())
          .isEqualTo(
              new ProxyOutcome.CannotListen(
                  "cannot listen on "
                      + path
                      + ": another program listens there; choose another path"));
      UnixApp.connect(path).close();
    }
  }

  @Test
  void leavesAFileAloneThatIsNoSocket() throws Exception {
    Path path = Files.writeString(folder.resolve("letter"), "dear");
    PeerFixture.Running source = fixture.source("SSH=" + path);
    link();

    assertThat(source.outcome()).isInstanceOf(ProxyOutcome.CannotListen.class);
    assertThat(path).hasContent("dear");
  }

  @Test
  void listensAtAnIpv6Address() throws Exception {
    PeerFixture.Running source = fixture.source("SSH=[::1]:0");
    FakeLink link = link();
    Endpoint.Tcp at = (Endpoint.Tcp) source.endpoint("SSH");

    try (Socket app = new Socket(InetAddress.ofLiteral("::1"), at.port())) {
      link.next();
      write(app, "six");
      assertThat(link.nextText(3)).isEqualTo("six");
    }
  }

  @Test
  void listensAtEveryAddressOfANameOnOnePort() throws Exception {
    PeerFixture.Running source = fixture.source("SSH=localhost:0");
    FakeLink link = link();
    Endpoint.Tcp at = (Endpoint.Tcp) source.endpoint("SSH");

    int connectionId = 0;
    for (InetAddress address : InetAddress.getAllByName("localhost")) {
      connectionId++;
      try (Socket app = new Socket(address, at.port())) {
        link.next();
        link.send(Apps.data(1, "SSH", connectionId, "hi"));
        assertThat(read(app, 2)).isEqualTo("hi");
      }
      link.next();
    }
  }

  @Test
  void isNotContentWithSomeOfTheAddressesWhereAnotherProgramHasTheRest() throws Exception {
    // Else half of the clients would reach the other program.
    InetAddress[] all = InetAddress.getAllByName("localhost");
    try (ServerSocket taken = Apps.listen(all[all.length - 1].getHostAddress())) {
      PeerFixture.Running source = fixture.source("SSH=localhost:" + taken.getLocalPort());
      link();

      assertThat(source.outcome()).isInstanceOf(ProxyOutcome.CannotListen.class);
    }
  }
}
