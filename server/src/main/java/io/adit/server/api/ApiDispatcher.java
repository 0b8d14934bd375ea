package io.adit.server.api;

import io.adit.server.auth.Authenticator;
import io.adit.server.auth.Caller;
import io.adit.server.http.ApiHandler;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.ApiResponse;
import java.util.List;

/** Brings each request of the API to its service. For any thread; blocks on the store. */
public final class ApiDispatcher implements ApiHandler {
  private final Authenticator authenticator;
  private final List<ApiService> services;

  /**
   * @param services the first that takes a request gets it, and the last what none takes
   */
  public ApiDispatcher(Authenticator authenticator, List<ApiService> services) {
    this.authenticator = authenticator;
    this.services = List.copyOf(services);
  }

  @Override
  public ApiResponse handle(ApiRequest request) {
    ApiService service =
        services.stream()
            .filter(each -> each.takes(request))
            .findFirst()
            .orElseGet(services::getLast);
    try {
      ApiService.Call call = service.read(request);
      Caller caller = authenticator.authenticate(request, service.signingNames());
      return call.run(caller);
    } catch (RuntimeException | Error e) {
      return service.refuse(Failure.of(e, service, request.requestId()));
    }
  }
}
