package io.adit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzRunTest {
  @TempDir Path folder;

  @Test
  void aFindingIsMadeSmallAndKeptInAFile() throws IOException {
    FuzzRun run = run(input -> contains(input, (byte) 0x7f) ? fail() : "accepted", "some text");

    assertThatThrownBy(() -> run.runExactly(100_000, 1))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("target failed on 1 bytes, kept in " + folder.resolve("target"))
        .hasMessageEndingWith("make them an input of the corpus: 7f")
        .hasRootCauseMessage("the bug");
    try (var files = Files.list(folder.resolve("target"))) {
      assertThat(files.map(FuzzRunTest::bytes)).containsExactly(new byte[] {0x7f});
    }
  }

  @Test
  void anInputForEachNewEndIsMadeSmallAndKeptUnderItsName() throws IOException {
    FuzzRun run =
        run(input -> contains(input, (byte) '!') ? "Has a '!': #" : "has none", "some text");

    run.runExactly(10_000, 1);

    Path file = folder.resolve("target").resolve("ends-has-a");
    assertThat(Files.readAllBytes(file)).containsExactly('!');
    assertThat(folder.resolve("target").resolve("ends-has-none"))
        .as("the corpus has one that ends so")
        .doesNotExist();
  }

  @Test
  void anEndThatTheCorpusDoesNotHaveIsNamed() {
    FuzzRun run = run(input -> contains(input, (byte) '!') ? "has one" : "has none", "some text");

    assertThatThrownBy(() -> run.run(10_000))
        .isInstanceOf(AssertionError.class)
        .hasMessageEndingWith("target: [has one]");
  }

  @Test
  void theSameSeedTriesTheSameInputs() {
    Function<byte[], String> lengths = input -> "length " + input.length % 4;

    assertThat(run(lengths, "a", "text").runExactly(5_000, 7).toString())
        .isEqualTo(run(lengths, "a", "text").runExactly(5_000, 7).toString())
        .isNotEqualTo(run(lengths, "a", "text").runExactly(5_000, 8).toString());
  }

  /** Each next letter is found from an input that had the letters before it. */
  @Test
  void whatEndsInANewWayIsBuiltUpon() {
    String word = "ADIT";
    Tally tally =
        run(input -> "begins with " + commonStart(input, word), "....").runExactly(200_000, 1);

    assertThat(tally.ends()).contains("begins with 4");
  }

  @Test
  void theTallyShowsTheMostFrequentEndFirst() {
    Tally tally = new Tally();
    tally.add("refused");
    for (int i = 0; i < 3_000; i++) {
      tally.add("accepted");
    }

    assertThat(tally.toString().lines().map(String::strip))
        .containsExactly("3,000  100.0 %  accepted", "1    0.0 %  refused");
    assertThat(tally.of("accepted")).isEqualTo(3_000);
    assertThat(tally.of("never")).isZero();
    assertThat(tally.inputs()).isEqualTo(3_001);
  }

  private FuzzRun run(Function<byte[], String> code, String... corpus) {
    FuzzTarget target =
        new FuzzTarget() {
          @Override
          public String name() {
            return "target";
          }

          @Override
          public String run(byte[] input) {
            return code.apply(input);
          }
        };
    List<byte[]> inputs =
        List.of(corpus).stream().map(text -> text.getBytes(StandardCharsets.US_ASCII)).toList();
    return new FuzzRun(target, inputs, folder);
  }

  private static int commonStart(byte[] input, String word) {
    int length = 0;
    while (length < Math.min(input.length, word.length()) && input[length] == word.charAt(length)) {
      length++;
    }
    return length;
  }

  private static boolean contains(byte[] input, byte wanted) {
    for (byte each : input) {
      if (each == wanted) {
        return true;
      }
    }
    return false;
  }

  private static String fail() {
    throw new IllegalStateException("the bug");
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
