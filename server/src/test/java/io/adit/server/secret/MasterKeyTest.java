package io.adit.server.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A data folder's key under a master key: what gives it, what opens, what is refused. */
class MasterKeyTest {
  private static final byte[] SECRET = "wJalrXUtnFEMI/K7MDENG".getBytes(UTF_8);
  private static final String PURPOSE = "access key ADIT1";
  private static final byte[] ONE = bytes(1);
  private static final byte[] OTHER = bytes(2);

  @TempDir Path folder;
  private Path clear;
  private Path sealed;

  @BeforeEach
  void nameTheFiles() {
    clear = folder.resolve("secret.key");
    sealed = folder.resolve("secret.key.sealed");
  }

  @Test
  void aNewFolderHasNoKeyInClear() throws IOException {
    byte[] stored = box(master(ONE)).seal(SECRET, PURPOSE);

    assertThat(files()).containsExactly("secret.key.sealed");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sealed)))
        .isEqualTo("rw-------");
    assertThat(box(master(ONE)).open(stored, PURPOSE)).isEqualTo(SECRET);
  }

  @Test
  void anotherMasterKeyIsRefusedAndNothingIsChanged() throws IOException {
    byte[] stored = box(master(ONE)).seal(SECRET, PURPOSE);
    byte[] before = Files.readAllBytes(sealed);

    for (var work :
        Stream.<Runnable>of(
                () -> box(master(OTHER)).open(stored, PURPOSE),
                () -> box(master(OTHER)).seal(SECRET, PURPOSE),
                () -> rotate(master(OTHER), master(ONE)))
            .toList()) {
      assertThatThrownBy(work::run)
          .isInstanceOf(SecretBoxException.class)
          .hasMessageContainingAll(
              sealed.toString(), "does not open with the key from the variable KEY", "another");
    }
    assertThat(sealed).hasBinaryContent(before);
    assertThat(files()).containsExactly("secret.key.sealed");
  }

  @Test
  void aMissingMasterKeyIsRefusedAndNoNewKeyIsMade() throws IOException {
    byte[] stored = box(master(ONE)).seal(SECRET, PURPOSE);

    for (var work :
        Stream.<Runnable>of(
                () -> box(null).open(stored, PURPOSE),
                () -> box(null).seal(SECRET, PURPOSE),
                () -> rotate(null, master(ONE)))
            .toList()) {
      assertThatThrownBy(work::run)
          .isInstanceOf(SecretBoxException.class)
          .hasMessageContainingAll(
              sealed.toString(), "--secret-key-file", "--secret-key-command", "ADIT_SECRET_KEY");
    }
    assertThat(files()).containsExactly("secret.key.sealed");
  }

  @Test
  void aKeyThatLiesThereInClearIsNotSealedUnasked() throws IOException {
    box(null).seal(SECRET, PURPOSE);

    assertThatThrownBy(() -> box(master(ONE)).seal(SECRET, PURPOSE))
        .isInstanceOf(SecretBoxException.class)
        .hasMessageContainingAll(clear.toString(), "in clear", "adit secret rotate");
    assertThat(files()).containsExactly("secret.key");
  }

  @Test
  void rotatingLeavesWhatWasSealedAndShutsTheOldKeyOut() throws IOException {
    byte[] stored = box(null).seal(SECRET, PURPOSE);

    rotate(null, master(ONE));
    assertThat(files()).containsExactly("secret.key.sealed");
    assertThat(box(master(ONE)).open(stored, PURPOSE)).isEqualTo(SECRET);

    rotate(master(ONE), master(OTHER));
    assertThat(files()).containsExactly("secret.key.sealed");
    assertThat(box(master(OTHER)).open(stored, PURPOSE)).isEqualTo(SECRET);
    assertThatThrownBy(() -> box(master(ONE)).open(stored, PURPOSE))
        .isInstanceOf(SecretBoxException.class);

    rotate(master(OTHER), null);
    assertThat(files()).containsExactly("secret.key");
    assertThat(box(null).open(stored, PURPOSE)).isEqualTo(SECRET);
  }

  /** As a power cut between the two steps of sealing leaves it. */
  @Test
  void aKeyLeftInClearIsRemovedByTheNextStart() throws IOException {
    byte[] stored = box(null).seal(SECRET, PURPOSE);
    byte[] left = Files.readAllBytes(clear);
    rotate(null, master(ONE));
    write(clear, left);

    assertThat(box(master(ONE)).open(stored, PURPOSE)).isEqualTo(SECRET);

    assertThat(files()).containsExactly("secret.key.sealed");
  }

  @Test
  void twoDifferentKeysAreNotGuessedBetween() throws IOException {
    byte[] stored = box(master(ONE)).seal(SECRET, PURPOSE);
    write(clear, bytes(9));

    assertThatThrownBy(() -> box(master(ONE)).open(stored, PURPOSE))
        .isInstanceOf(SecretBoxException.class)
        .hasMessageContainingAll(clear.toString(), sealed.toString(), "two different keys");
    assertThat(files()).containsExactly("secret.key", "secret.key.sealed");
  }

  @Test
  void aSealedKeyThatWasCutIsSaidToBeDamaged() throws IOException {
    byte[] stored = box(master(ONE)).seal(SECRET, PURPOSE);
    write(sealed, Arrays.copyOf(Files.readAllBytes(sealed), 20));

    assertThatThrownBy(() -> box(master(ONE)).open(stored, PURPOSE))
        .isInstanceOf(SecretBoxException.class)
        .hasMessageContainingAll(sealed.toString(), "damaged", "backup");
  }

  @Test
  void itMayBeGivenInEachForm() throws IOException {
    byte[] stored = box(master(ONE)).seal(SECRET, PURPOSE);
    String base64 = Base64.getEncoder().encodeToString(ONE);
    String hex = HexFormat.of().formatHex(ONE);

    for (MasterKey form :
        Stream.of(
                inFile(ONE),
                inFile((base64 + "\n").getBytes(UTF_8)),
                inFile(("  " + hex.toUpperCase(java.util.Locale.ROOT) + "\r\n").getBytes(UTF_8)),
                new MasterKey.InVariable("KEY", base64.replace("=", "")),
                new MasterKey.FromCommand("echo " + hex),
                new MasterKey.FromCommand("printf '%s\\n' '" + base64 + "'"))
            .toList()) {
      assertThat(box(form).open(stored, PURPOSE)).as("%s", form).isEqualTo(SECRET);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "correct horse battery staple",
        "0123456789abcdef",
        "zz23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "????????????????????????????????????????????"
      })
  void whatIsNoKeyIsRefusedWithTheCommandThatMakesOneAndNotShown(String text) {
    assertThatThrownBy(() -> new MasterKey.InVariable("KEY", text).read())
        .isInstanceOf(SecretBoxException.class)
        .hasMessageContainingAll("the variable KEY", "32 bytes", "openssl rand -base64 32")
        .message()
        .satisfies(message -> assertThat(text.isEmpty() || !message.contains(text)).isTrue());
  }

  @Test
  void aFileThatOthersMayReadIsRefused() throws IOException {
    MasterKey file = inFile(ONE);
    Path path = ((MasterKey.InFile) file).path();
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(file::read)
        .isInstanceOf(SecretBoxException.class)
        .hasMessageContainingAll("rw-r--r--", "chmod 600 '" + path + "'");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> new MasterKey.InFile(folder.resolve("none")).read())
        .isInstanceOf(SecretBoxException.class)
        .hasMessageContaining(folder.resolve("none").toString());
  }

  @Test
  void aCommandThatFailsIsNamedWithItsCode() {
    assertThatThrownBy(() -> new MasterKey.FromCommand("echo secret; exit 3").read())
        .isInstanceOf(SecretBoxException.class)
        .hasMessageContainingAll("'echo secret; exit 3'", "the code 3");
  }

  @Test
  void aVariablesTextDoesNotShowIt() {
    assertThat(new MasterKey.InVariable("KEY", "abc").toString()).doesNotContain("abc");
  }

  private SecretBox box(@Nullable MasterKey master) {
    return new SecretBox(clear, master, new SecureRandom());
  }

  private void rotate(@Nullable MasterKey before, @Nullable MasterKey after) {
    SecretBox.rotate(clear, before, after, new SecureRandom());
  }

  private static MasterKey master(byte[] key) {
    return new MasterKey.InVariable("KEY", Base64.getEncoder().encodeToString(key));
  }

  private MasterKey inFile(byte[] content) throws IOException {
    Path elsewhere = Files.createTempDirectory(folder, "elsewhere");
    return new MasterKey.InFile(write(elsewhere.resolve("master"), content));
  }

  private static Path write(Path file, byte[] content) throws IOException {
    Files.write(file, content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private Stream<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  private static byte[] bytes(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
