package io.adit.models.client;

import static io.adit.models.client.ClientVersion.LOCALPROXY_3_3_1;
import static io.adit.models.client.Told.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What official clients were seen to make of WebSocket frames. */
class InboxTest {
  private static final Message SERVICES = new Message.ServiceIds(List.of("SSH"));
  private static final Message START = new Message.StreamStart(1, "SSH", 1);

  private final ModelDestination client = LOCALPROXY_3_3_1.newDestination(List.of("SSH"), () -> 1);
  private final Inbox inbox = new Inbox(client);

  private void frame(Message... messages) {
    inbox.onFrame(units(messages));
  }

  private static ByteBuffer units(Message... messages) {
    int size = Stream.of(messages).mapToInt(each -> 2 + MessageCodec.encodedSize(each)).sum();
    ByteBuffer units = ByteBuffer.allocate(size);
    for (Message message : messages) {
      units.putShort((short) MessageCodec.encodedSize(message));
      MessageCodec.encode(message, units);
    }
    return units.flip();
  }

  private int received() {
    return client.apps().getLast().traffic().receivedBytes();
  }

  @Test
  void severalMessagesInAFrameAndOneAcrossFramesAreAllRead() {
    frame(SERVICES);
    frame(START);
    ByteBuffer three =
        units(data(1, "SSH", 1, 10), data(1, "SSH", 1, 100), data(1, "SSH", 1, 1_000));

    inbox.onFrame(three.slice(0, 50));
    inbox.onFrame(three.slice(50, 1));
    inbox.onFrame(three.slice(51, three.limit() - 51));

    assertThat(received()).isEqualTo(1_110);
  }

  @Test
  void moreThanTheLimitsOfTheGuidesIsReadAllTheSame() {
    frame(SERVICES);
    frame(START);

    frame(
        data(1, "SSH", 1, 65_520),
        data(1, "SSH", 1, 65_520),
        data(1, "SSH", 1, 65_520),
        data(1, "SSH", 1, 3_440));

    assertThat(received()).isEqualTo(200_000);
  }

  @Test
  void whatStandsBehindServiceIdsInTheirFrameIsLost() {
    frame(SERVICES, START);
    frame(data(1, "SSH", 1, 5));

    assertThat(client.apps()).isEmpty();
  }

  @Test
  void whatStandsBehindAStreamStartInItsFrameWaitsForTheNextFrame() {
    frame(SERVICES);

    frame(START, data(1, "SSH", 1, 5));

    assertThat(received()).isZero();
    frame(data(1, "SSH", 1, 1));
    assertThat(received()).isEqualTo(6);
  }

  @Test
  void soDoesWhatStandsBehindAFirstConnectionStart() {
    frame(SERVICES);

    frame(new Message.ConnectionStart(1, "SSH", 1), data(1, "SSH", 1, 5));
    assertThat(received()).isZero();

    frame(new Message.ConnectionStart(1, "SSH", 2), data(1, "SSH", 2, 7));
    assertThat(received()).isEqualTo(7);
  }

  @Test
  void soDoesWhatStandsBehindAStreamReset() {
    frame(SERVICES);
    frame(START);

    frame(new Message.StreamReset(1, "SSH", 0), new Message.StreamStart(2, "SSH", 1));

    assertThat(client.apps()).hasSize(1);
    assertThat(inbox.waitingBytes()).isPositive();
    frame();
    assertThat(client.apps()).hasSize(2);
  }

  @Test
  void bytesThatAreNoMessageMakeItReconnect() {
    frame(SERVICES);

    inbox.onFrame(ByteBuffer.wrap(new byte[] {0, 2, -1, -1}));

    assertThat(client.fate()).isEqualTo(new Fate.Reconnecting());
  }

  @Test
  void fieldsThatItDoesNotKnowArePassedOver() {
    frame(SERVICES);
    byte[] dataWithField15 = {0, 10, 0x08, 1, 0x10, 1, 0x78, 1, 0x2a, 0, 0x38, 1};

    inbox.onFrame(ByteBuffer.wrap(dataWithField15));

    assertThat(client.fate()).isEqualTo(new Fate.Running());
  }

  @Test
  void aLengthOfZeroMakesItDeafOrWithoutServicesReconnect() {
    ModelDestination nameless = LOCALPROXY_3_3_1.newDestination(List.of(), () -> 1);
    Inbox itsInbox = new Inbox(nameless);
    frame(SERVICES);
    itsInbox.onFrame(units(new Message.ServiceIds(List.of())));

    inbox.onFrame(ByteBuffer.allocate(2));
    itsInbox.onFrame(ByteBuffer.allocate(2));

    assertThat(client.fate()).isEqualTo(new Fate.DeafForEver());
    assertThat(nameless.fate()).isEqualTo(new Fate.Reconnecting());
  }
}
