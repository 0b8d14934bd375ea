package io.adit.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StageTest {
  @Test
  void nothingThatABenchStartsOrWritesOutlivesIt() throws IOException {
    Child child;
    Path folder;
    try (var stage = new Stage()) {
      folder = Files.writeString(stage.newFolder("data").resolve("file"), "left").getParent();
      child =
          Child.start(stage, "sleeper", Map.of(), List.of("sh", "-c", "echo up; sleep 600 & wait"));
      child.awaitLine("up");
      assertThat(child.isAlive()).isTrue();
    }

    assertThat(child.isAlive()).isFalse();
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(folder).doesNotExist();
  }

  @Test
  void aProgramThatEndsTooSoonIsToldWithWhatItSaid() throws IOException {
    try (var stage = new Stage()) {
      Child child =
          Child.start(
              stage, "proxy", Map.of("WHY", "no such port"), List.of("sh", "-c", "echo $WHY"));

      assertThatThrownBy(() -> child.awaitLine("Listening"))
          .hasMessage("proxy never says \"Listening\". It says:\nno such port");
    }
  }

  @Test
  void aFailureIsNoSuccess() throws IOException {
    try (var stage = new Stage()) {
      Child child = Child.start(stage, "keygen", Map.of(), List.of("sh", "-c", "echo bad; exit 3"));

      assertThatThrownBy(child::awaitSuccess).hasMessage("keygen does not succeed. It says:\nbad");
    }
  }
}
