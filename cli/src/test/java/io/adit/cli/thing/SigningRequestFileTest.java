package io.adit.cli.thing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningRequestFileTest {
  @TempDir Path folder;

  @Test
  void whatADeviceKeySignedIsGood() throws IOException {
    String request = DeviceKey.create().signingRequest("T");

    assertThat(SigningRequestFile.read(file(request))).isEqualTo(request);
  }

  @Test
  void aRequestWhoseSignatureIsAnothersIsNot() throws IOException {
    String request = DeviceKey.create().signingRequest("T");
    int middle = request.length() - 60;
    char other = request.charAt(middle) == 'A' ? 'B' : 'A';
    String changed = request.substring(0, middle) + other + request.substring(middle + 1);

    assertThatThrownBy(() -> SigningRequestFile.read(file(changed)))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("device.csr");
  }

  @Test
  void aPrivateKeyIsNoRequestAndIsNotShown() throws IOException {
    String key = DeviceKey.create().pem();

    assertThatThrownBy(() -> SigningRequestFile.read(file(key)))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("BEGIN CERTIFICATE REQUEST")
        .hasMessageContaining("openssl req")
        .message()
        .doesNotContain(key.lines().skip(1).findFirst().orElseThrow());
  }

  @Test
  void aFileThatIsNotThereOrFarTooLongIsNamed() throws IOException {
    Path missing = folder.resolve("missing.csr");
    assertThatThrownBy(() -> SigningRequestFile.read(missing))
        .hasMessage("there is no file " + missing);
    assertThatThrownBy(() -> SigningRequestFile.read(file("x".repeat(4097))))
        .hasMessageContaining("more than 4096 bytes");
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("device.csr"), content);
  }
}
