package io.adit.server.api;

import io.adit.server.auth.Authenticator;
import io.adit.server.http.ApiHandler;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.ApiResponse;
import java.util.List;

/** Brings each request of the API to its service. For any thread; blocks on the store. */
public final class ApiDispatcher implements ApiHandler {
  private final Authenticator authenticator;
  private final List<ApiService> services;
  private final CallListener listener;

  /**
   * @param services the first that takes a request gets it, and the last what none takes
   */
  public ApiDispatcher(
      Authenticator authenticator, List<ApiService> services, CallListener listener) {
    this.authenticator = authenticator;
    this.services = List.copyOf(services);
    this.listener = listener;
  }

  @Override
  public ApiResponse handle(ApiRequest request) {
    ApiService service =
        services.stream()
            .filter(each -> each.takes(request))
            .findFirst()
            .orElseGet(services::getLast);
    CallRun run = new CallRun(listener, CallOrigin.of(request), service);
    return run.answer(
        () -> {
          ApiService.Call call = run.is(service.read(request));
          return call.run(run.by(authenticator.authenticate(request, service.signingNames())));
        },
        service::refuse);
  }
}
