package io.adit.cli.demo;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

/**
 * Tells the demo's steps as they happen: what is done, the line that a user would type, the result.
 */
final class DemoSteps {
  private final PrintWriter out;
  private int count;

  DemoSteps(PrintWriter out) {
    this.out = out;
  }

  /** A step failed; the text says which and why. */
  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    FailedException(String title, Exception cause) {
      super(title + ": " + reason(cause), cause);
    }

    private static String reason(Throwable cause) {
      String message = cause.getMessage();
      return message == null ? cause.getClass().getSimpleName() : message;
    }
  }

  /** What a step gave, and the words for it. */
  record Result<T>(T value, String text) {}

  /**
   * Does one step.
   *
   * @param command what a user would type for it
   * @throws FailedException when it fails, after saying so
   */
  <T> T step(String title, String command, Callable<Result<T>> action) throws FailedException {
    out.printf("%n%d. %s%n   $ %s%n", ++count, title, command);
    out.flush();
    try {
      Result<T> result = action.call();
      result.text().lines().forEach(line -> out.printf("   %s%n", line));
      out.flush();
      return result.value();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException(title, e);
    } catch (Exception e) {
      FailedException failed = new FailedException(title, e);
      out.printf("   failed: %s%n", failed.getMessage());
      out.flush();
      throw failed;
    }
  }

  void say(String text) {
    out.println(text);
    out.flush();
  }
}
