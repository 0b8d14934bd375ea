package io.adit.server.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedFileTest {
  private static final int BLOCK = 65_536;
  private static final int HEAD = 8 + 1 + 32;
  private static final MasterKey KEY = key("0f".repeat(32));

  @TempDir Path folder;

  private static MasterKey key(String hex) {
    return new MasterKey.InVariable("KEY", hex);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 3 * BLOCK + 7})
  void whatIsWrittenIsReadWhateverItsLength(int length) throws IOException {
    byte[] content = content(length);

    Path file = sealed(content);

    assertThat(SealedFile.isOne(file)).isTrue();
    assertThat(read(file, KEY)).isEqualTo(content);
  }

  @Test
  void nothingOfItIsInTheFileAndNoTwoFilesAreAlike() throws IOException {
    byte[] content = "a word that stands out ".repeat(10_000).getBytes(UTF_8);

    byte[] one = Files.readAllBytes(sealed(content));
    byte[] other = Files.readAllBytes(sealed(content));

    String hex = HexFormat.of().formatHex(one);
    assertThat(hex).doesNotContain(HexFormat.of().formatHex("a word".getBytes(UTF_8)));
    assertThat(Arrays.copyOfRange(one, HEAD, one.length))
        .isNotEqualTo(Arrays.copyOfRange(other, HEAD, other.length));
  }

  @Test
  void anotherKeyIsSaidInWords() throws IOException {
    Path file = sealed(content(100));

    assertThatThrownBy(() -> read(file, key("0e".repeat(32))))
        .isInstanceOf(SecretBoxException.class)
        .hasMessage(
            file
                + " does not open with the key from the variable KEY: it was encrypted with another,"
                + " or it was changed. Give the key that it was encrypted with.");
  }

  @Test
  void aBitThatWasChangedAnywhereIsNoticed() throws IOException {
    Path file = sealed(content(2 * BLOCK));
    byte[] good = Files.readAllBytes(file);
    var random = new Random(3);
    for (int i = 0; i < 200; i++) {
      byte[] bad = good.clone();
      int at = i < HEAD ? i : random.nextInt(bad.length);
      bad[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bad);

      assertThatThrownBy(() -> read(file, KEY)).as("byte %d", at).isInstanceOf(Exception.class);
    }
  }

  @Test
  void whatWasCutOffPutTogetherAnewOrAddedToIsNoticed() throws IOException {
    Path file = sealed(content(3 * BLOCK));
    byte[] good = Files.readAllBytes(file);
    int block = BLOCK + 16;
    for (int length :
        new int[] {0, 8, HEAD, HEAD + 5, HEAD + block, HEAD + 2 * block, good.length - 1}) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> read(file, KEY))
          .as("%d bytes", length)
          .isInstanceOf(Exception.class);
    }
    byte[] swapped = good.clone();
    System.arraycopy(good, HEAD, swapped, HEAD + block, block);
    System.arraycopy(good, HEAD + block, swapped, HEAD, block);
    Files.write(file, swapped);
    assertThatThrownBy(() -> read(file, KEY)).isInstanceOf(SecretBoxException.class);
    Files.write(file, Arrays.copyOf(good, good.length + 1));
    assertThatThrownBy(() -> read(file, KEY))
        .isInstanceOf(SecretBoxException.class)
        .hasMessageContaining("is damaged or was cut off, behind byte 131,072 of what is in it");
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }

  /** In pieces, as a zip is written. */
  private Path sealed(byte[] content) throws IOException {
    Path file = Files.createTempFile(folder, "sealed", "");
    try (OutputStream out =
        SealedFile.writer(Files.newOutputStream(file), KEY, new SecureRandom())) {
      for (int from = 0; from < content.length; from += 10_007) {
        out.write(content, from, Math.min(10_007, content.length - from));
      }
    }
    return file;
  }

  private static byte[] read(Path file, MasterKey key) throws IOException {
    try (InputStream in = SealedFile.reader(file, key)) {
      return in.readAllBytes();
    }
  }
}
