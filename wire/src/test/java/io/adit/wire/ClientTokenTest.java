package io.adit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClientTokenTest {
  private static final String TEXT = "abcdefgh-abcdefgh-abcdefgh-abcdefgh";

  static Stream<String> wellFormed() {
    return Stream.of(
        "a".repeat(32),
        "Z".repeat(128),
        "-".repeat(40),
        "0123456789abcdef0123456789ABCDEF",
        "6ff0a5e1-0b41-4b41-9a4c-0c0a8f0f8f5e");
  }

  static Stream<String> malformed() {
    return Stream.of(
        "",
        "a".repeat(31),
        "a".repeat(129),
        "a".repeat(31) + "_",
        "a".repeat(31) + "é",
        "a".repeat(31) + "٣",
        "a".repeat(32) + "\n",
        " " + "a".repeat(32),
        "a".repeat(32) + "," + "b".repeat(32));
  }

  @ParameterizedTest
  @MethodSource("wellFormed")
  void lettersDigitsAndHyphens32To128OfThem(String text) {
    assertThat(ClientToken.parse(text)).contains(new ClientToken(text));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void nothingElseIsAClientTokenAndNoMessageShowsIt(String text) {
    assertThat(ClientToken.parse(text)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClientToken(text))
        .withMessage(
            "a client token is 32 to 128 letters, digits and hyphens; this one has "
                + text.length()
                + " characters");
  }

  @Test
  void aNewOneIsWellFormedAndNew() {
    assertThat(ClientToken.parse(ClientToken.mint().value())).isPresent();
    assertThat(ClientToken.mint()).isNotEqualTo(ClientToken.mint());
  }

  @Test
  void onlyItsHashMayBeKeptAndItIsNeverShown() {
    // By sha256sum.
    assertThat(new ClientToken(TEXT).hash())
        .isEqualTo("c6fea549c24e298daf9a99fc2123d77281fc88fad59069bed25aca645f27f2e9");
    assertThat(new ClientToken(TEXT)).hasToString("ClientToken[hidden]");
  }
}
