package io.adit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The folder has two inputs, {@code a-word} and {@code ends-in-d}; the empty one is in each. */
class CorpusTest {

  @Test
  void eachInputIsReplayed() {
    List<String> texts = new ArrayList<>();

    Corpus.replay(
        target(
            "sample",
            text -> {
              texts.add(text);
              return "in d";
            }),
        CorpusTest.class);

    assertThat(texts).containsExactly("word", "", "d");
  }

  @Test
  void anInputThatFailsIsNamed() {
    FuzzTarget target =
        target(
            "sample",
            text -> {
              throw new IllegalStateException("the bug in " + text);
            });

    assertThatThrownBy(() -> Corpus.replay(target, CorpusTest.class))
        .isInstanceOf(AssertionError.class)
        .hasMessage("sample/a-word: the bug in word");
  }

  @Test
  void anInputThatEndsOtherwiseThanItsNameTellsIsNamed() {
    assertThatThrownBy(() -> Corpus.replay(target("sample", _ -> "in e"), CorpusTest.class))
        .isInstanceOf(AssertionError.class)
        .hasMessage("sample/ends-in-d: it ends otherwise: in e");
  }

  @Test
  void aTargetWithoutInputsIsToldWhereTheyBelong() {
    assertThatThrownBy(() -> Corpus.of(target("other", text -> text), CorpusTest.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("src/test/resources/fuzz/other");
  }

  private static FuzzTarget target(String name, Function<String, String> code) {
    return new FuzzTarget() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String run(byte[] input) {
        return code.apply(new String(input, StandardCharsets.US_ASCII));
      }
    };
  }
}
