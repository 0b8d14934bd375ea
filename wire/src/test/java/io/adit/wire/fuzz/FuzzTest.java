package io.adit.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.fuzz.Corpus;
import io.adit.fuzz.FuzzRun;
import io.adit.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/testing.md, "Fuzzing", says how to try more inputs, and how to add some to the corpus. */
class FuzzTest {
  private static final int INPUTS = 30_000;

  static List<String> targets() {
    return FuzzTargets.all().stream().filter(FuzzRun::isAskedFor).map(FuzzTarget::name).toList();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void eachInputOfTheCorpusIsReadAlikeHoweverItIsCut(String name) {
    Corpus.replay(FuzzTargets.named(name), FuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("targets")
  void mutatedInputsEndInNoOtherWayThanTheCorpusDoes(String name) {
    FuzzTarget target = FuzzTargets.named(name);
    new FuzzRun(target, Corpus.of(target, FuzzTest.class).values()).run(INPUTS);
  }

  /** Those that are missing, or different, are left in target/fuzz to be copied. */
  @Test
  void theInputsThatWereThoughtOfAreInTheTree() throws IOException {
    List<Path> missing = new ArrayList<>();
    for (FuzzTarget target : FuzzTargets.all()) {
      Map<String, byte[]> corpus = Corpus.of(target, FuzzTest.class);
      for (Map.Entry<String, byte[]> known : KnownInputs.of(target.name()).entrySet()) {
        if (!Arrays.equals(corpus.get(known.getKey()), known.getValue())) {
          Path file = Path.of("target", "fuzz", target.name(), known.getKey());
          Files.createDirectories(file.getParent());
          missing.add(Files.write(file, known.getValue()));
        }
      }
    }

    assertThat(missing).isEmpty();
  }
}
