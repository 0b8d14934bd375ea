package io.adit.peer.socket;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tries something again as a policy says. The event loop that begins is called back on. */
public final class Retries {
  private final Vertx vertx;
  private final RetryPolicy policy;

  public Retries(Vertx vertx, RetryPolicy policy) {
    this.vertx = vertx;
    this.policy = policy;
  }

  /**
   * The first success, or the last failure.
   *
   * @param wanted whether there is to be another attempt; asked before it too
   * @param onFailed told of a failure that another attempt may follow
   */
  public <T> Future<T> run(
      Supplier<Future<T>> attempt, BooleanSupplier wanted, Consumer<Throwable> onFailed) {
    Promise<T> promise = Promise.promise();
    new Run<>(attempt, wanted, onFailed, promise).attempt(policy.times());
    return promise.future();
  }

  private final class Run<T> {
    private final Supplier<Future<T>> attempt;
    private final BooleanSupplier wanted;
    private final Consumer<Throwable> onFailed;
    private final Promise<T> promise;

    Run(
        Supplier<Future<T>> attempt,
        BooleanSupplier wanted,
        Consumer<Throwable> onFailed,
        Promise<T> promise) {
      this.attempt = attempt;
      this.wanted = wanted;
      this.onFailed = onFailed;
      this.promise = promise;
    }

    /** Not by chaining futures: for ever would be a long chain. */
    void attempt(int left) {
      attempt.get().onSuccess(promise::complete).onFailure(cause -> onFailure(cause, left));
    }

    private void onFailure(Throwable cause, int left) {
      if (left == 0 || !wanted.getAsBoolean()) {
        promise.fail(cause);
        return;
      }
      onFailed.accept(cause);
      vertx.setTimer(policy.delay().toMillis(), _ -> again(cause, left));
    }

    private void again(Throwable cause, int left) {
      if (wanted.getAsBoolean()) {
        attempt(left == RetryPolicy.FOR_EVER ? left : left - 1);
      } else {
        promise.fail(cause);
      }
    }
  }
}
