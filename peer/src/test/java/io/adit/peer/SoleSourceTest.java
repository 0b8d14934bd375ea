package io.adit.peer;

import static io.adit.peer.Apps.data;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.peer.socket.Channels;
import io.adit.wire.Message;
import io.adit.wire.ResetReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One connection for an application that is there already, as over standard input and output. */
class SoleSourceTest {
  private static final ServiceMap.Sole ONLY = new ServiceMap.Sole(null);
  private static final int MEBIBYTE = 1024 * 1024;

  private final PeerFixture fixture = new PeerFixture();
  private Pipe input;
  private Pipe output;

  @BeforeEach
  void open() throws IOException {
    input = Pipe.open();
    output = Pipe.open();
  }

  @AfterEach
  void close() throws IOException {
    input.sink().close();
    output.source().close();
    fixture.close();
  }

  private PeerFixture.Running connect(ServiceMap.Sole service) {
    return fixture.connect(service, new Channels(input.source(), output.sink()));
  }

  private FakeLink link(String... services) throws InterruptedException {
    FakeLink link = fixture.relay().link();
    link.sendServices(services);
    return link;
  }

  private void type(String text) throws IOException {
    input.sink().write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  private String printed(int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      output.source().read(buffer);
    }
    return new String(buffer.array(), UTF_8);
  }

  @Test
  void carriesBytesBothWaysUntilTheOtherEndCloses() throws Exception {
    PeerFixture.Running source = connect(ONLY);
    FakeLink link = link("SSH");

    assertThat(link.next()).isEqualTo(new Message.StreamStart(1, "SSH", 1));
    type("question");
    assertThat(link.nextText(8)).isEqualTo("question");
    link.send(data(1, "SSH", 1, "answer"), new Message.ConnectionReset(1, "SSH", 1));

    assertThat(printed(6)).isEqualTo("answer");
    assertThat(source.outcome()).isInstanceOf(ProxyOutcome.Ended.class);
    assertThat(link.close().code()).isEqualTo(1000);
  }

  @Test
  void takesTheServiceThatItIsTold() throws Exception {
    connect(new ServiceMap.Sole("WEB"));

    assertThat(link("SSH", "WEB").next()).isEqualTo(new Message.StreamStart(1, "WEB", 1));
  }

  @Test
  void asksWhichServiceWhereThereAreSeveral() throws Exception {
    PeerFixture.Running source = connect(ONLY);
    link("SSH", "WEB");

    assertThat(source.outcome())
        .isEqualTo(
            new ProxyOutcome.ServiceMismatch(
                "the tunnel has the services [SSH, WEB]; say which one: --stdio=SERVICE"));
  }

  @Test
  void refusesAServiceThatTheTunnelDoesNotHave() throws Exception {
    PeerFixture.Running source = connect(new ServiceMap.Sole("FTP"));
    link("SSH");

    assertThat(source.outcome())
        .isEqualTo(
            new ProxyOutcome.ServiceMismatch("the tunnel has the services [SSH], and not 'FTP'"));
  }

  @Test
  void theEndOfTheInputLeavesTimeForTheReply() throws Exception {
    PeerFixture.Running source = connect(ONLY);
    FakeLink link = link("SSH");
    link.next();
    type("request");
    input.sink().close();
    assertThat(link.nextText(7)).isEqualTo("request");

    link.send(data(1, "SSH", 1, "reply"), new Message.ConnectionReset(1, "SSH", 1));

    assertThat(printed(5)).isEqualTo("reply");
    assertThat(source.outcome()).isInstanceOf(ProxyOutcome.Ended.class);
  }

  @Test
  void writesAllThatCameBeforeItEndsHoweverSlowlyItIsRead() throws Exception {
    PeerFixture.Running source = connect(ONLY);
    FakeLink link = link("SSH");
    link.next();
    byte[] block = new byte[64_000];
    new Random(1).nextBytes(block);
    int blocks = 32 * MEBIBYTE / block.length;
    CRC32 sent = new CRC32();
    for (int i = 0; i < blocks; i++) {
      link.send(new Message.Data(1, "SSH", 1, ByteBuffer.wrap(block)));
      sent.update(block);
    }
    link.send(new Message.ConnectionReset(1, "SSH", 1));

    assertThat(checksum(blocks * block.length)).isEqualTo(sent.getValue());
    assertThat(source.outcome()).isInstanceOf(ProxyOutcome.Ended.class);
  }

  private long checksum(int total) throws IOException {
    CRC32 sum = new CRC32();
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    for (int rest = total; rest > 0; ) {
      int count = output.source().read(buffer.clear().limit(Math.min(rest, buffer.capacity())));
      assertThat(count).isPositive();
      sum.update(buffer.flip());
      rest -= count;
    }
    return sum.getValue();
  }

  @Test
  void anOutputThatNobodyReadsAnyMoreEndsTheConnection() throws Exception {
    PeerFixture.Running source = connect(ONLY);
    FakeLink link = link("SSH");
    link.next();
    output.source().close();

    link.send(data(1, "SSH", 1, "for nobody"));

    assertThat(link.next()).isEqualTo(new Message.ConnectionReset(1, "SSH", 1));
    assertThat(source.outcome()).isInstanceOf(ProxyOutcome.Ended.class);
  }

  @Test
  void theLossOfTheLinkEndsItAfterWhatCame() throws Exception {
    PeerFixture.Running source = connect(ONLY);
    FakeLink link = link("SSH");
    link.next();
    link.send(data(1, "SSH", 1, "last words"));
    assertThat(printed(10)).isEqualTo("last words");

    link.drop();

    assertThat(source.outcome()).isInstanceOf(ProxyOutcome.GaveUp.class);
  }

  @Test
  void saysWhyTheConnectionCameToNothing() throws Exception {
    fixture
        .relay()
        .answer(request ->
            request.accept().stripTrailing() + "\r\nAdit-Extensions: reset-reasons\r\n\r\n");
    PeerFixture.Running source = connect(ONLY);
    FakeLink link = link("SSH");
    link.next();

    link.send(
        new Message.ConnectionReset(1, "SSH", 1).because(new ResetReason("127.0.0.1:22 refused")));

    assertThat(source.outcome()).isEqualTo(new ProxyOutcome.Broken("127.0.0.1:22 refused"));
  }

  @Test
  void givesUpARelayThatIsNotThere() throws Exception {
    fixture.reaching("127.0.0.1", Apps.freePort());

    assertThat(connect(ONLY).outcome()).isInstanceOf(ProxyOutcome.GaveUp.class);
  }

  @Test
  void aTunnelThatIsClosedUnderItEndsIt() throws Exception {
    PeerFixture.Running source = connect(ONLY);
    FakeLink link = link("SSH");
    link.next();

    link.sendClose(1000, "Tunnel is closed");

    assertThat(source.outcome()).isEqualTo(new ProxyOutcome.Closed("Tunnel is closed"));
  }
}
