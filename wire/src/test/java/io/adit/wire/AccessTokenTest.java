package io.adit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessTokenTest {

  @Test
  void aNewTokenIs256RandomBitsOrMoreInBase64UrlAndFitsGreengrass() {
    SecureRandom random = new SecureRandom();
    byte[] differing = new byte[bytes(AccessToken.mint(random)).length];
    byte[] first = bytes(AccessToken.mint(random));
    for (int i = 0; i < 200; i++) {
      String token = AccessToken.mint(random).value();

      assertThat(token).matches("[A-Za-z0-9_-]+").hasSizeLessThanOrEqualTo(1_023);
      for (int at = 0; at < first.length; at++) {
        differing[at] |= (byte) (first[at] ^ Base64.getUrlDecoder().decode(token)[at]);
      }
    }

    int varyingBits = 0;
    for (byte each : differing) {
      varyingBits += Integer.bitCount(each & 0xff);
    }
    assertThat(varyingBits).isGreaterThanOrEqualTo(256);
  }

  /** {@code localproxy -t -Ab…} would be read as options. */
  @Test
  void aNewTokenMayStandBehindAnOptionAndIsNew() {
    SecureRandom random = new SecureRandom();
    Set<AccessToken> tokens = new HashSet<>();
    Set<Character> firsts = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      AccessToken token = AccessToken.mint(random);
      tokens.add(token);
      firsts.add(token.value().charAt(0));
    }

    assertThat(tokens).hasSize(2_000);
    assertThat(firsts).allMatch(Character::isLetter);
  }

  @Test
  void onlyItsHashMayBeKept() {
    // By sha256sum, of the UTF-8 bytes.
    assertThat(new AccessToken("abc").hash())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(new AccessToken("サ").hash())
        .isEqualTo("dcc564340d0d513f75267f59e0eff9df91280f4fd2cfc43ef665e70b446be706");
  }

  @Test
  void itIsNeverShown() {
    assertThat(new AccessToken("secret-secret")).hasToString("AccessToken[hidden]");
  }

  private static byte[] bytes(AccessToken token) {
    return Base64.getUrlDecoder().decode(token.value());
  }
}
