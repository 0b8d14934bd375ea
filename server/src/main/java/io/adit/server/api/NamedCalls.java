package io.adit.server.api;

import io.adit.server.auth.Caller;
import io.adit.server.http.ApiResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Calls of the services by name, for callers who are known by other means than a signature. They
 * reach the same operations, with the same checks. For any thread; blocks on the store.
 */
public final class NamedCalls {
  private final Map<String, ApiService> services;
  private final CallListener listener;

  /**
   * One call.
   *
   * @param input one JSON object with all members
   */
  public record Call(String service, String operation, byte[] input, CallOrigin origin) {}

  public NamedCalls(List<ApiService> services, CallListener listener) {
    this.listener = listener;
    this.services =
        services.stream()
            .collect(Collectors.toUnmodifiableMap(ApiService::name, Function.identity()));
  }

  /** Makes the call; one that fails is answered with {@code error} and {@code message}. */
  public ApiResponse run(Call call, Caller caller) {
    ApiService service = services.get(call.service());
    if (service == null) {
      return refusal(
          new ApiError("UnknownOperationException", 404),
          "There is no service %s; there are %s."
              .formatted(call.service(), services.keySet().stream().sorted().toList()));
    }
    CallRun run = new CallRun(listener, call.origin(), service);
    return run.answer(
        () -> {
          ApiResponse done =
              run.is(service.named(call.operation(), call.input())).run(run.by(caller));
          return json(done.status(), done.body());
        },
        failure -> refusal(failure.error(), failure.message()));
  }

  private static ApiResponse refusal(ApiError error, String message) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("error", error.type());
    body.put("message", message);
    return json(error.status(), Json.write(body));
  }

  private static ApiResponse json(int status, byte[] body) {
    return new ApiResponse(status, Map.of("Content-Type", "application/json"), body);
  }
}
