package io.adit.peer.link;

import io.adit.fuzz.Corpus;
import io.adit.fuzz.FuzzRun;
import io.adit.fuzz.FuzzTarget;
import org.junit.jupiter.api.Test;

/** docs/testing.md, "Fuzzing", says how to try more inputs, and how to add some to the corpus. */
class FuzzTest {
  private static final int INPUTS = 30_000;
  private static final FuzzTarget TARGET = FuzzTargets.HTTP_RESPONSE;

  @Test
  void eachInputOfTheCorpusIsReadAlikeHoweverItIsCut() {
    Corpus.replay(TARGET, FuzzTest.class);
  }

  @Test
  void mutatedInputsEndInNoOtherWayThanTheCorpusDoes() {
    new FuzzRun(TARGET, Corpus.of(TARGET, FuzzTest.class).values()).run(INPUTS);
  }
}
