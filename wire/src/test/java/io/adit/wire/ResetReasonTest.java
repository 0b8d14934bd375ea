package io.adit.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.adit.fuzz.Seeds;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResetReasonTest {

  @Test
  void ordinaryWordsStayAsTheyAre() {
    assertThat(new ResetReason("127.0.0.1:22 refused").text()).isEqualTo("127.0.0.1:22 refused");
    assertThat(new ResetReason("サービス: 接続できません").text()).isEqualTo("サービス: 接続できません");
  }

  static Stream<Arguments> unprintable() {
    return Stream.of(
        arguments("a\nb", "a b"),
        arguments("a\r\n\t b", "a b"),
        arguments(" a ", "a"),
        arguments("a\u2028b\u00a0c", "a b c"),
        arguments("\u001b[31mred", "?[31mred"),
        arguments("\u202etxt.exe", "?txt.exe"),
        arguments("a\u0000b\u007f", "a?b?"),
        arguments("\ud83dx", "?x"));
  }

  @ParameterizedTest
  @MethodSource("unprintable")
  void aTerminalIsGivenNoOrders(String written, String text) {
    assertThat(new ResetReason(written).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "ス", "\ud83d\udd11", "a\ud83d\udd11"})
  void aLongOneIsCutBetweenTwoCharacters(String character) {
    String text = new ResetReason(character.repeat(500)).text();

    assertThat(text.getBytes(UTF_8).length)
        .isBetween(ResetReason.MAX_BYTES - 4, ResetReason.MAX_BYTES);
    assertThat(character.repeat(500)).startsWith(text);
    assertThat(decode(character.repeat(500).getBytes(UTF_8)).text()).isEqualTo(text);
  }

  @Test
  void anyPayloadIsReadAndTheResultIsFitToPrint() {
    Seeds.forEach(
        20_000,
        random -> {
          byte[] payload = Seeds.bytes(random, random.nextInt(600));

          ResetReason reason = decode(payload);

          assertThat(reason.encode()).hasSizeLessThanOrEqualTo(ResetReason.MAX_BYTES);
          assertThat(reason.text())
              .doesNotContainPattern("\\p{C}|[\\s&&[^ ]]")
              .isEqualTo(reason.text().strip());
          assertThat(decode(reason.encode())).as("what it is when it is sent on").isEqualTo(reason);
        });
  }

  @Test
  void bytesThatAreNoTextAreShownAsSuch() {
    assertThat(decode(HexFormat.of().parseHex("61ff62")).text()).isEqualTo("a\ufffdb");
  }

  @Test
  void nothingIsNoReason() {
    assertThat(ResetReason.NONE.isNone()).isTrue();
    assertThat(new ResetReason(" \n").isNone()).isTrue();
    assertThat(decode(new byte[0])).isEqualTo(ResetReason.NONE);
    assertThat(new ResetReason("x").isNone()).isFalse();
  }

  private static ResetReason decode(byte[] payload) {
    ByteBuffer buffer = ByteBuffer.wrap(payload);
    ResetReason reason = ResetReason.decode(buffer);
    assertThat(buffer.position()).isZero();
    return reason;
  }
}
