package io.adit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.secret.SecretBox;
import io.adit.server.secret.SecretBoxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdministratorKeyTest {
  private static final AdministratorKey KEY = new AdministratorKey("ADITKEY", "very-secret");

  @TempDir Path folder;

  @Test
  void itIsReadBackAndNotInClear() throws Exception {
    KEY.write(folder, box());

    assertThat(AdministratorKey.read(folder)).isEqualTo(KEY);
    assertThat(Files.readString(folder.resolve("admin.sealed"), StandardCharsets.ISO_8859_1))
        .doesNotContain("very-secret");
    assertThat(KEY.toString()).doesNotContain("very-secret");
  }

  @Test
  void aFolderWithoutItSaysWhoWritesIt() {
    assertThatThrownBy(() -> AdministratorKey.read(folder))
        .hasMessage(
            folder.resolve("admin.sealed") + " is missing; the server writes it at its next start");
  }

  @Test
  void aLostKeyFileIsNamed() throws Exception {
    KEY.write(folder, box());
    Files.delete(folder.resolve("secret.key"));

    assertThatThrownBy(() -> AdministratorKey.read(folder))
        .isInstanceOf(SecretBoxException.class)
        .hasMessageContaining(folder.resolve("secret.key").toString());
  }

  private SecretBox box() {
    return new SecretBox(folder.resolve("secret.key"), new SecureRandom());
  }
}
