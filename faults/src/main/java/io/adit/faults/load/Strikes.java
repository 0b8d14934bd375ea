package io.adit.faults.load;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What goes wrong around the clients, one thing after the other. */
final class Strikes {
  private static final long SHORTEST_GAP_MILLIS = 300;

  private final Subject subject;
  private final World world;
  private final Random random;
  private final RunOptions options;
  private int kills;
  private int pauses;
  private int drops;

  Strikes(Subject subject, World world, Random random, RunOptions options) {
    this.subject = subject;
    this.world = world;
    this.random = random;
    this.options = options;
  }

  /** Goes on until it is over; then the server is up. */
  void run(BooleanSupplier isOver) throws IOException {
    while (!isOver.getAsBoolean()) {
      park(random.nextLong(SHORTEST_GAP_MILLIS, options.longestGapMillis()));
      strike();
    }
  }

  private void strike() throws IOException {
    int chance = options.killsOnly() ? 0 : random.nextInt(10);
    if (chance < 5) {
      subject.kill();
      subject.start();
      kills++;
    } else if (chance < 8) {
      pause(random.nextLong(100, 1_500));
      pauses++;
    } else {
      world.dropLinks();
      drops++;
    }
  }

  /** The machine does something else: the server stands still, and nobody is told. */
  private void pause(long millis) throws IOException {
    signal("-STOP");
    try {
      park(millis);
    } finally {
      signal("-CONT");
    }
  }

  private void signal(String signal) throws IOException {
    try {
      new ProcessBuilder("kill", signal, "" + subject.pid()).inheritIO().start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void park(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  int kills() {
    return kills;
  }

  int pauses() {
    return pauses;
  }

  int drops() {
    return drops;
  }
}
