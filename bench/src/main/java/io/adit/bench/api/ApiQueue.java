package io.adit.bench.api;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Requests that clients of one event loop take, and what comes of them. That loop's alone. */
final class ApiQueue {
  private final List<byte[]> requests;
  private final String[] answers;
  private final long[] nanos;
  private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
  private int taken;
  private int answered;

  ApiQueue(List<byte[]> requests) {
    this.requests = requests;
    this.answers = new String[requests.size()];
    this.nanos = new long[requests.size()];
  }

  /** The number of the next; -1 when none is left. */
  int take() {
    return taken < requests.size() ? taken++ : -1;
  }

  byte[] request(int number) {
    return requests.get(number);
  }

  void answer(int number, String body, long tookNanos) {
    answers[number] = body;
    nanos[number] = tookNanos;
    answered++;
    if (answered == requests.size()) {
      done.complete(null);
    }
  }

  void fail(Throwable cause) {
    done.completeExceptionally(cause);
  }

  /** When all are answered; what they are may be asked from then on, on any thread. */
  CompletableFuture<@Nullable Void> done() {
    return done;
  }

  List<String> answers() {
    return List.of(answers);
  }

  List<Long> nanos() {
    return Arrays.stream(nanos).boxed().toList();
  }
}
