package io.adit.server.secret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {
  private static final byte[] SECRET = "wJalrXUtnFEMI/K7MDENG".getBytes(UTF_8);
  private static final String PURPOSE = "access key ADIT1";

  @TempDir Path folder;
  private Path keyFile;

  @BeforeEach
  void nameTheKeyFile() {
    keyFile = folder.resolve("secret.key");
  }

  @Test
  void whatWasSealedOpensAgainAfterARestart() {
    byte[] sealed = box().seal(SECRET, PURPOSE);

    assertThat(box().open(sealed, PURPOSE)).isEqualTo(SECRET);
  }

  @Test
  void theFirstSealMakesAKeyFileForItsOwnerAlone() throws IOException {
    SecretBox box = box();
    assertThat(keyFile).doesNotExist();

    box.seal(SECRET, PURPOSE);

    assertThat(keyFile).hasSize(32);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(keyFile);
    }
  }

  @Test
  void theSameSecretNeverLooksTheSame() {
    SecretBox box = box();

    assertThat(box.seal(SECRET, PURPOSE)).isNotEqualTo(box.seal(SECRET, PURPOSE));
  }

  @Test
  void theSecretIsNotInWhatIsStored() {
    byte[] sealed = box().seal(SECRET, PURPOSE);

    assertThat(new String(sealed, ISO_8859_1)).doesNotContain(new String(SECRET, UTF_8));
  }

  @Test
  void anEmptySecretIsASecret() {
    assertThat(box().open(box().seal(new byte[0], PURPOSE), PURPOSE)).isEmpty();
  }

  @Test
  void aChangedByteAnywhereIsNoticed() {
    SecretBox box = box();
    byte[] sealed = box.seal(SECRET, PURPOSE);
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 0x40;

      assertThatThrownBy(() -> box.open(changed, PURPOSE))
          .as("byte %d", i)
          .isInstanceOf(SecretBoxException.class)
          .hasMessageContaining(PURPOSE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 12, 28})
  void shortBytesAreRefused(int length) {
    SecretBox box = box();
    byte[] cut = Arrays.copyOf(box.seal(SECRET, PURPOSE), length);

    assertThatThrownBy(() -> box.open(cut, PURPOSE))
        .isInstanceOf(SecretBoxException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void sealedBytesOfAnotherPurposeAreRefused() {
    byte[] sealed = box().seal(SECRET, PURPOSE);

    assertThatThrownBy(() -> box().open(sealed, "access key ADIT2"))
        .isInstanceOf(SecretBoxException.class)
        .hasMessageContaining("ADIT2");
  }

  @Test
  void anotherKeyOpensNothingAndTheTextNamesTheFile() throws IOException {
    byte[] sealed = box().seal(SECRET, PURPOSE);
    Files.delete(keyFile);
    box().seal(SECRET, PURPOSE);

    assertThatThrownBy(() -> box().open(sealed, PURPOSE))
        .isInstanceOf(SecretBoxException.class)
        .hasMessageContainingAll("another key", keyFile.toString());
  }

  @Test
  void aLostKeyFileIsReportedAndNotReplaced() throws IOException {
    byte[] sealed = box().seal(SECRET, PURPOSE);
    Files.delete(keyFile);

    assertThatThrownBy(() -> box().open(sealed, PURPOSE))
        .isInstanceOf(SecretBoxException.class)
        .hasMessageContainingAll("missing", keyFile.toString(), "backup");
    assertThat(keyFile).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void aKeyFileOfAnotherSizeIsRefused(int size) throws IOException {
    Files.write(keyFile, new byte[size]);
    Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));

    assertThatThrownBy(() -> box().seal(SECRET, PURPOSE))
        .isInstanceOf(SecretBoxException.class)
        .hasMessageContainingAll(keyFile.toString(), size + " bytes instead of 32");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw-r-----", "rw-----w-", "rw----r--"})
  void aKeyFileThatOthersCanReachIsRefusedWithTheCommandThatMendsIt(String mode)
      throws IOException {
    box().seal(SECRET, PURPOSE);
    Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString(mode));

    assertThatThrownBy(() -> box().seal(SECRET, PURPOSE))
        .isInstanceOf(SecretBoxException.class)
        .hasMessageContainingAll(mode, "chmod 600 '" + keyFile + "'");
  }

  @Test
  void aMissingFolderIsNamed() {
    SecretBox box = new SecretBox(folder.resolve("absent/secret.key"), new SecureRandom());

    assertThatThrownBy(() -> box.seal(SECRET, PURPOSE))
        .isInstanceOf(SecretBoxException.class)
        .hasMessageContaining("absent/secret.key");
  }

  private SecretBox box() {
    return new SecretBox(keyFile, new SecureRandom());
  }
}
