package io.adit.cli.ssh;

import io.adit.cli.CommandFailedException;
import io.adit.cli.reach.Farewell;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the user's, with this process's terminal. */
final class Child {
  private static final long PATIENCE_SECONDS = 2;

  private Child() {}

  /** Runs it to its end, and returns its exit code; it does not outlive this process. */
  static int run(List<String> command, Farewell farewell) throws InterruptedException {
    Interrupts.leaveToTheChild();
    Process process;
    try {
      process = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      throw new CommandFailedException(
          command.getFirst()
              + " cannot be started: is OpenSSH's client installed? "
              + e.getMessage());
    }
    farewell.add(() -> end(process));
    return process.waitFor();
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
