package io.adit.server.api;

import io.adit.server.auth.Authenticator;
import io.adit.server.auth.Caller;
import io.adit.server.http.ApiHandler;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.ApiResponse;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings each request of the API to its service. For any thread; blocks on the store. */
public final class ApiDispatcher implements ApiHandler {
  private static final Logger log = LoggerFactory.getLogger(ApiDispatcher.class);

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
      Failure failure = Failure.of(e, service.error(e), request.requestId());
      if (failure.error().isOurs()) {
        log.error("Request {} failed", request.requestId(), e);
      } else {
        log.debug("Request {}: {}", request.requestId(), failure.error().type());
      }
      return service.refuse(failure);
    }
  }
}
