package io.adit.bench.socket;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for what event loops do. */
public final class Futures {
  private Futures() {}

  /**
   * Its result.
   *
   * @param failure what to say when there is none
   */
  public static <T> T await(CompletableFuture<T> future, Duration limit, String failure)
      throws IOException {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(failure + ": " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IOException(failure + " in " + limit.toSeconds() + " seconds", e);
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }
}
