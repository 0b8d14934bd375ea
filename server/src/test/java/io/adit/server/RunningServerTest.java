package io.adit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningServerTest {
  private static final RunningServer SERVER =
      new RunningServer(
          "https://localhost:8443",
          "localhost",
          8443,
          8883,
          ProcessHandle.current().pid(),
          "/data/with \"quotes\"/ca.pem",
          "us-east-1",
          "000000000000",
          "2026-11-24T12:00:00Z");

  @TempDir Path temp;

  @Test
  void itIsFoundWhileItHoldsItsFolder() throws Exception {
    Path path = temp.resolve("adit");
    try (DataFolder folder = DataFolder.open(path)) {
      assertThat(RunningServer.find(path)).isEmpty(); // still starting
      SERVER.write(folder.path());

      assertThat(RunningServer.find(path)).contains(SERVER);
    }
  }

  @Test
  void whatAKilledServerLeftBehindIsNotFound() throws Exception {
    Path path = temp.resolve("adit");
    DataFolder.open(path).close();
    SERVER.write(path);

    assertThat(RunningServer.find(path)).isEmpty();
  }

  @Test
  void aFolderThatIsNotThereOrEmptyHasNone() throws Exception {
    assertThat(RunningServer.find(temp.resolve("nowhere"))).isEmpty();
    assertThat(RunningServer.find(temp)).isEmpty();
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void anUnreadableRecordIsNamed() throws Exception {
    Path path = temp.resolve("adit");
    try (DataFolder _ = DataFolder.open(path)) {
      Files.writeString(path.resolve("endpoint.json"), "{\"url\":");

      assertThatThrownBy(() -> RunningServer.find(path))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(path.resolve("endpoint.json") + " cannot be read");
    }
  }
}
