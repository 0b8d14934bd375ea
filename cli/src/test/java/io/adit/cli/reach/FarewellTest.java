package io.adit.cli.reach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FarewellTest {
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private final Farewell farewell = new Farewell();

  @Test
  void undoesTheLastFirstAndEachOnce() {
    farewell.add(() -> done.add("first"));
    farewell.add(() -> done.add("last"));

    farewell.close();
    farewell.close();

    assertThat(done).containsExactly("last", "first");
  }

  @Test
  void whatComesLateIsUndoneAtOnce() {
    farewell.close();

    farewell.add(() -> done.add("late"));

    assertThat(done).containsExactly("late");
  }

  @Test
  void whateverFailsTheRestIsUndone() {
    farewell.add(() -> done.add("first"));
    farewell.add(() -> {
      throw new IllegalStateException("on purpose");
    });

    farewell.close();

    assertThat(done).containsExactly("first");
  }

  /** A signal's hook must not let the process go while the other thread is at it. */
  @Test
  void whoeverComesSecondWaitsUntilAllIsDone() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    farewell.add(() -> {
      begun.countDown();
      awaitQuietly(mayEnd);
      done.add("slow");
    });
    Thread first = Thread.ofPlatform().start(farewell::close);
    begun.await();
    Thread second = Thread.ofPlatform().start(farewell::close);

    while (second.getState() != Thread.State.BLOCKED) {
      assertThat(second.isAlive()).as("the second has not gone").isTrue();
      Thread.onSpinWait();
    }
    mayEnd.countDown();
    second.join();

    assertThat(done).containsExactly("slow");
    first.join();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
