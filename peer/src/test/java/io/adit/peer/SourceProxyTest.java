package io.adit.peer;

import static io.adit.peer.Apps.data;
import static io.adit.peer.Apps.read;
import static io.adit.peer.Apps.readAll;
import static io.adit.peer.Apps.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.Dialect;
import io.adit.wire.Message;
import io.adit.wire.Subprotocol;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceProxyTest {
  private final PeerFixture fixture = new PeerFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void asksForItsSideWithBothTokens() throws Exception {
    fixture.source("0");

    FakeLink.Request request = fixture.relay().link().request();

    assertThat(request.line()).isEqualTo("GET /tunnel?local-proxy-mode=source HTTP/1.1");
    assertThat(request.header("access-token")).isEqualTo("the-access-token");
    assertThat(request.header("client-token")).isEqualTo("0123456789abcdef0123456789abcdef");
    assertThat(request.header("sec-websocket-protocol")).isEqualTo("aws.iot.securetunneling-3.0");
    assertThat(request.header("host")).isEqualTo("localhost:" + fixture.relay().port());
  }

  @Test
  void startsAStreamForTheFirstConnectionAndConnectionsInItForTheNext() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");

    try (Socket first = source.connect("SSH")) {
      assertThat(link.next()).isEqualTo(new Message.StreamStart(1, "SSH", 1));
      try (Socket second = source.connect("SSH")) {
        assertThat(link.next()).isEqualTo(new Message.ConnectionStart(1, "SSH", 2));
        write(second, "from second");
        assertThat(link.nextText(11)).isEqualTo("from second");
        write(first, "from first");
        assertThat(link.nextText(10)).isEqualTo("from first");
      }
      assertThat(link.next()).isEqualTo(new Message.ConnectionReset(1, "SSH", 2));
    }
    assertThat(link.next()).isEqualTo(new Message.ConnectionReset(1, "SSH", 1));

    // The stream stays: the next connection is a connection in it, with a fresh number.
    try (Socket _ = source.connect("SSH")) {
      assertThat(link.next()).isEqualTo(new Message.ConnectionStart(1, "SSH", 3));
    }
  }

  @Test
  void bringsBytesToTheConnectionThatTheyAreFor() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");

    try (Socket first = source.connect("SSH")) {
      link.next();
      try (Socket second = source.connect("SSH")) {
        link.next();
        link.send(data(1, "SSH", 2, "two"), data(1, "SSH", 1, "one"), data(1, "SSH", 7, "none"));

        assertThat(read(first, 3)).isEqualTo("one");
        assertThat(read(second, 3)).isEqualTo("two");
      }
    }
  }

  @Test
  void closesAConnectionThatWasResetAfterItsBytes() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");

    try (Socket app = source.connect("SSH");
        Socket other = source.connect("SSH")) {
      link.next();
      link.next();
      link.send(data(1, "SSH", 1, "last words"), new Message.ConnectionReset(1, "SSH", 1));

      assertThat(readAll(app)).isEqualTo("last words");
      link.send(data(1, "SSH", 2, "still here"));
      assertThat(read(other, 10)).isEqualTo("still here");
    }
    // A received reset is not echoed: the next is the other connection's own.
    assertThat(link.next()).isEqualTo(new Message.ConnectionReset(1, "SSH", 2));
  }

  @Test
  void opensANewStreamAfterAStreamReset() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");

    try (Socket first = source.connect("SSH");
        Socket second = source.connect("SSH")) {
      link.next();
      link.next();
      link.send(new Message.StreamReset(9, "SSH", 0), data(1, "SSH", 1, "alive"));
      assertThat(read(first, 5)).isEqualTo("alive");

      link.send(new Message.StreamReset(1, "SSH", 0));
      assertThat(readAll(first)).isEmpty();
      assertThat(readAll(second)).isEmpty();
    }
    try (Socket _ = source.connect("SSH")) {
      assertThat(link.next()).isEqualTo(new Message.StreamStart(2, "SSH", 3));
    }
  }

  @Test
  void keepsServicesApart() throws Exception {
    PeerFixture.Running source = fixture.source("SSH=0, WEB=0");
    FakeLink link = fixture.relay().link();
    link.sendServices("WEB", "SSH");

    try (Socket ssh = source.connect("SSH")) {
      assertThat(link.next()).isEqualTo(new Message.StreamStart(1, "SSH", 1));
      try (Socket web = source.connect("WEB")) {
        assertThat(link.next()).isEqualTo(new Message.StreamStart(1, "WEB", 1));
        link.send(new Message.StreamReset(1, "SSH", 0), data(1, "WEB", 1, "web"));
        assertThat(read(web, 3)).isEqualTo("web");
        assertThat(readAll(ssh)).isEmpty();
      }
    }
  }

  @Test
  void readsSeveralMessagesOfOneFrameAndOneMessageOfSeveralFrames() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    String large = "0123456789".repeat(3_000);

    try (Socket app = source.connect("SSH")) {
      link.next();
      link.sendInOneFrame(data(1, "SSH", 1, "one "), data(1, "SSH", 1, "two "));
      link.sendFragmented(4_096, data(1, "SSH", 1, large));

      assertThat(read(app, 8 + large.length())).isEqualTo("one two " + large);
    }
  }

  @Test
  void servesATunnelWithoutServices() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    FakeLink link = fixture.relay().link();
    link.sendServices();

    try (Socket app = source.connect("")) {
      assertThat(link.next()).isEqualTo(new Message.StreamStart(1, "", 1));
      link.send(data(1, "", 1, "hello"));
      assertThat(read(app, 5)).isEqualTo("hello");
    }
  }

  @Test
  void speaksV2WithOneConnectionAtATime() throws Exception {
    PeerFixture.Running source = fixture.speaking(Subprotocol.V2, Dialect.V2).source("0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");

    try (Socket first = source.connect("SSH")) {
      assertThat(link.next()).isEqualTo(new Message.StreamStart(1, "SSH", 0));
      try (Socket second = source.connect("SSH")) {
        write(second, "I wait");
        write(first, "I am served");
        assertThat(link.nextText(11)).isEqualTo("I am served");
        first.shutdownOutput();
        assertThat(link.next()).isEqualTo(new Message.StreamReset(1, "SSH", 0));
        assertThat(link.next()).isEqualTo(new Message.StreamStart(2, "SSH", 0));
        assertThat(link.nextText(6)).isEqualTo("I wait");
        link.send(data(2, "SSH", 0, "served"), new Message.StreamReset(2, "SSH", 0));
        assertThat(readAll(second)).isEqualTo("served");
      }
    }
  }

  @Test
  void speaksV1WithoutWaitingForServices() throws Exception {
    PeerFixture.Running source = fixture.speaking(Subprotocol.V1, Dialect.V1).source("SSH=0");
    FakeLink link = fixture.relay().link();

    try (Socket app = source.connect("")) {
      assertThat(link.next()).isEqualTo(new Message.StreamStart(1, "", 0));
      write(app, "ping");
      assertThat(link.any())
          .isEqualTo(new Message.Data(1, "", 0, ByteBuffer.wrap("ping".getBytes(UTF_8))));
      link.send(data(1, "", 0, "pong"));
      assertThat(read(app, 4)).isEqualTo("pong");
    }
    assertThat(link.next()).isEqualTo(new Message.StreamReset(1, "", 0));
  }

  @Test
  void writesV1UnderSubprotocol3LikeTheOfficialClient() throws Exception {
    PeerFixture.Running source = fixture.speaking(Subprotocol.V3, Dialect.V1).source("0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");

    try (Socket app = source.connect("SSH")) {
      assertThat(link.next()).isEqualTo(new Message.StreamStart(1, "", 0));
      link.send(data(1, "", 0, "hi"));
      assertThat(read(app, 2)).isEqualTo("hi");
    }
  }

  @Test
  void understandsADestinationThatNamesNoConnection() throws Exception {
    PeerFixture.Running source = fixture.source("0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");

    try (Socket app = source.connect("SSH")) {
      link.next();
      link.send(data(1, "SSH", 0, "old"));
      assertThat(read(app, 3)).isEqualTo("old");
    }
  }
}
