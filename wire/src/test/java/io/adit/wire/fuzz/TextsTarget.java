package io.adit.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.fuzz.FuzzTarget;
import io.adit.wire.AccessToken;
import io.adit.wire.ClientToken;
import io.adit.wire.Extensions;
import io.adit.wire.ResetReason;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import io.adit.wire.websocket.AcceptKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Everything that takes a stranger's text: tokens, keys, the words of a handshake, reasons. An
 * input's first byte says what its bytes are: UTF-8, Latin 1 as HTTP has it, or UTF-16, in which
 * halves of pairs occur.
 */
final class TextsTarget implements FuzzTarget {
  private static final String TOKEN_CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";

  @Override
  public String name() {
    return "texts";
  }

  @Override
  public String run(byte[] input) {
    String text = text(input);
    checkAccessToken(text);
    checkAcceptKey(text);
    checkReason(text);
    boolean isClientToken = isClientToken(text);
    Optional<Subprotocol> subprotocol = subprotocol(text);
    if (isClientToken) {
      return "a client token";
    }
    if (subprotocol.isPresent()) {
      return "subprotocol " + subprotocol.get();
    }
    return Side.ofMode(text)
        .map(side -> {
          assertThat(text).isEqualTo(side.mode());
          return "mode " + side;
        })
        .orElseGet(() -> Extensions.named(List.of(text)).toString());
  }

  private static String text(byte[] input) {
    byte[] bytes = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
    return switch (input.length == 0 ? 0 : input[0] & 3) {
      case 0 -> new String(bytes, StandardCharsets.UTF_8);
      case 1 -> new String(bytes, StandardCharsets.ISO_8859_1);
      default -> {
        char[] chars = new char[bytes.length / 2];
        for (int i = 0; i < chars.length; i++) {
          chars[i] = (char) (bytes[2 * i] << 8 | (bytes[2 * i + 1] & 0xff));
        }
        yield new String(chars);
      }
    };
  }

  private static void checkAccessToken(String text) {
    AccessToken token = new AccessToken(text);
    assertThat(token.hash()).matches("[0-9a-f]{64}");
    assertThat(token.toString()).isEqualTo("AccessToken[hidden]");
  }

  private static void checkAcceptKey(String text) {
    assertThat(AcceptKey.of(text)).matches("[A-Za-z0-9+/]{27}=");
  }

  private static void checkReason(String text) {
    ResetReason reason = new ResetReason(text);
    assertThat(reason.text()).matches("[^\\p{C}]*").isEqualTo(reason.text().strip());
    assertThat(reason.text().getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(ResetReason.MAX_BYTES);
    assertThat(new ResetReason(reason.text())).isEqualTo(reason);
  }

  private static boolean isClientToken(String text) {
    boolean expected =
        text.length() >= 32
            && text.length() <= 128
            && text.chars().allMatch(each -> TOKEN_CHARACTERS.indexOf(each) >= 0);
    Optional<ClientToken> token = ClientToken.parse(text);
    assertThat(token.isPresent()).isEqualTo(expected);
    token.ifPresent(found -> {
      assertThat(found.value()).isEqualTo(text);
      assertThat(found.hash()).isEqualTo(new AccessToken(text).hash());
      assertThat(found.toString()).isEqualTo("ClientToken[hidden]");
    });
    return expected;
  }

  private static Optional<Subprotocol> subprotocol(String text) {
    List<String> offered = List.of(text.split(",", -1));
    Optional<Subprotocol> chosen = Subprotocol.choose(offered);
    for (Subprotocol each : Subprotocol.values()) {
      if (offered.contains(each.wireName())) {
        assertThat(chosen.orElseThrow().newestDialect())
            .isGreaterThanOrEqualTo(each.newestDialect());
      }
    }
    chosen.ifPresent(found -> assertThat(offered).contains(found.wireName()));
    return chosen;
  }
}
