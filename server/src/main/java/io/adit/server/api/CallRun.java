package io.adit.server.api;

import io.adit.server.api.ApiService.Call;
import io.adit.server.auth.Caller;
import io.adit.server.http.ApiResponse;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call on its way to an answer, and what is reported of it. */
final class CallRun {
  private final CallListener listener;
  private final CallOrigin origin;
  private final ApiService service;
  private final long startedNanos = System.nanoTime();
  private Call call = Call.UNKNOWN;
  private @Nullable Caller caller;

  CallRun(CallListener listener, CallOrigin origin, ApiService service) {
    this.listener = listener;
    this.origin = origin;
    this.service = service;
  }

  /** Remembers the call once it is read, and goes on. */
  Call is(Call read) {
    call = read;
    return read;
  }

  /** Remembers who calls once it is proven, and goes on. */
  Caller by(Caller proven) {
    caller = proven;
    return proven;
  }

  /**
   * The answer to the call, done or failed; whoever listens has heard of it.
   *
   * @param refusal how one that failed is answered
   */
  ApiResponse answer(Supplier<ApiResponse> work, Function<Failure, ApiResponse> refusal) {
    try {
      return report(work.get(), null);
    } catch (RuntimeException | Error e) {
      Failure failure = Failure.of(e, service, origin.requestId());
      return report(refusal.apply(failure), failure);
    }
  }

  private ApiResponse report(ApiResponse answer, @Nullable Failure failure) {
    listener.onAnswered(
        new CallReport(
            origin,
            service.name(),
            call.operation(),
            caller,
            call.members(),
            answer,
            failure,
            Duration.ofNanos(System.nanoTime() - startedNanos)));
    return answer;
  }
}
