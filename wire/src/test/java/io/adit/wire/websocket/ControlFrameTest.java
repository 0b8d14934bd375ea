package io.adit.wire.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.adit.fuzz.Seeds;
import io.adit.wire.websocket.WebSocketReader.Role;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlFrameTest {
  private static final int KEY = 0x37fa213d;

  /** The samples of RFC 6455, section 5.7. */
  @Test
  void theRfcsPongsAreTheseBytes() {
    assertThat(Recorder.hex(ControlFrame.pongFromServer(utf8("Hello"))))
        .isEqualTo("8a0548656c6c6f");
    assertThat(Recorder.hex(ControlFrame.pongFromClient(utf8("Hello"), KEY)))
        .isEqualTo("8a8537fa213d7f9f4d5158");
  }

  @Test
  void whatOneEndWritesTheOtherReads() {
    Seeds.forEach(
        200,
        random -> {
          ByteBuffer payload = ByteBuffer.wrap(Seeds.bytes(random, random.nextInt(126)));
          String hex = Recorder.hex(payload.duplicate());
          int key = random.nextInt();

          assertThat(read(Role.CLIENT, ControlFrame.pongFromServer(payload)))
              .isEqualTo("pong " + hex);
          assertThat(read(Role.SERVER, ControlFrame.pongFromClient(payload, key)))
              .isEqualTo("pong " + hex);
          assertThat(read(Role.SERVER, ControlFrame.pingFromClient(payload, key)))
              .isEqualTo("ping " + hex);
          assertThat(payload.position()).as("the payload stays as it is").isZero();
        });
  }

  @Test
  void aCloseFrameCarriesItsCodeAndReason() {
    assertThat(read(Role.CLIENT, ControlFrame.closeFromServer(1000, "Tunnel is closed")))
        .isEqualTo("close 1000 Tunnel is closed");
    assertThat(read(Role.SERVER, ControlFrame.closeFromClient(1001, "", KEY)))
        .isEqualTo("close 1001 ");
  }

  @Test
  void aCloseFrameThatAnswersOneWithoutAStatusHasNoneEither() {
    assertThat(Recorder.hex(ControlFrame.closeFromServer(CloseCode.NO_STATUS, "")))
        .isEqualTo("8800");
    assertThat(Recorder.hex(ControlFrame.closeFromClient(CloseCode.NO_STATUS, "", KEY)))
        .isEqualTo("888037fa213d");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 999, 1004, 1006, 1015, 2999, 5000, 66_536})
  void aCloseCodeThatNobodyMaySendIsNotSent(int code) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ControlFrame.closeFromServer(code, "bye"))
        .withMessageContaining(Integer.toString(code));
  }

  /** 123 bytes of reason fit; each of these characters takes as many bytes as its row says. */
  @ParameterizedTest
  @CsvSource({"a, 1, 123", "ß, 2, 61", "サ, 3, 41", "\ud83d\udd11, 4, 30"})
  void aReasonThatDoesNotFitIsCutAtACharacter(String character, int bytes, int fitting) {
    for (int ahead = 0; ahead < bytes; ahead++) {
      String reason = "x".repeat(ahead) + character.repeat(130);

      ByteBuffer frame = ControlFrame.closeFromServer(1008, reason);

      String kept = "x".repeat(ahead) + character.repeat((123 - ahead) / bytes);
      assertThat(read(Role.CLIENT, frame)).isEqualTo("close 1008 " + kept);
    }
    assertThat(123 / bytes).isEqualTo(fitting);
  }

  @Test
  void aReasonThatJustFitsIsKeptWhole() {
    String reason = "サ".repeat(41);

    assertThat(read(Role.CLIENT, ControlFrame.closeFromServer(1008, reason)))
        .isEqualTo("close 1008 " + reason);
  }

  @Test
  void aControlFrameHoldsNoMoreThan125Bytes() {
    assertThat(ControlFrame.pongFromServer(ByteBuffer.allocate(125)).remaining()).isEqualTo(127);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ControlFrame.pongFromServer(ByteBuffer.allocate(126)))
        .withMessage("a control frame of 126 bytes; at most 125");
  }

  private static String read(Role role, ByteBuffer frame) {
    List<String> events = Recorder.read(role, List.of(frame));
    assertThat(events).hasSize(1);
    return events.getFirst();
  }

  private static ByteBuffer utf8(String text) {
    return StandardCharsets.UTF_8.encode(text);
  }
}
