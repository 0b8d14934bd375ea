package io.adit.server.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
  /**
   * Of the reference implementation: {@code echo -n password | argon2 somesalt -id -t 2 -m 16 -p
   * 1}, as its own test has it.
   */
  private static final String REFERENCE =
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

  @Test
  void readsWhatTheReferenceImplementationWrote() {
    PasswordHash hash = PasswordHash.parse(REFERENCE);

    assertThat(hash.matches("password")).isTrue();
    assertThat(hash.matches("Password")).isFalse();
    assertThat(hash.text()).isEqualTo(REFERENCE);
  }

  @Test
  void anotherSaltMakesAnotherHashAndNeitherShowsThePassword() {
    PasswordHash one =
        PasswordHash.of("pässword", "0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    PasswordHash other =
        PasswordHash.of("pässword", "0123456789abcdeg".getBytes(StandardCharsets.UTF_8));

    assertThat(one.text()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(PasswordHash.parse(one.text()).matches("pässword")).isTrue();
    assertThat(one.hash()).isNotEqualTo(other.hash());
    assertThat(one.toString()).isEqualTo("PasswordHash[hidden]");
  }
}
