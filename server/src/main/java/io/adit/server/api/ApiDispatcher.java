package io.adit.server.api;

import io.adit.server.auth.Authenticator;
import io.adit.server.auth.Caller;
import io.adit.server.diagnosis.Doctor;
import io.adit.server.http.ApiHandler;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.ApiResponse;
import io.adit.server.tunnel.TunnelRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings each request of the API to its operation. For any thread; blocks on the store. */
public final class ApiDispatcher implements ApiHandler {
  private static final Logger log = LoggerFactory.getLogger(ApiDispatcher.class);

  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
  private static final String AWS = "IoTSecuredTunneling.";

  /** Before what AWS does not have. */
  private static final String OURS = "Adit.";

  private final Authenticator authenticator;
  private final Map<String, Operation<?>> operations;
  private final Map<String, Operation<?>> ownOperations;

  public ApiDispatcher(Authenticator authenticator, TunnelRegistry tunnels, Doctor doctor) {
    this.authenticator = authenticator;
    this.operations =
        byName(
            new OpenTunnel(tunnels),
            new DescribeTunnel(tunnels),
            new ListTunnels(tunnels),
            new RotateTunnelAccessToken(tunnels),
            new CloseTunnel(tunnels),
            new TagResource(tunnels),
            new UntagResource(tunnels),
            new ListTagsForResource(tunnels));
    this.ownOperations = byName(new DiagnoseTunnel(doctor));
  }

  @Override
  public ApiResponse handle(ApiRequest request) {
    try {
      return response(200, answer(request));
    } catch (RuntimeException | Error e) {
      Failure failure = Failure.of(e, request.requestId());
      if (failure.error() == ApiError.INTERNAL_FAILURE) {
        log.error("Request {} failed", request.requestId(), e);
      } else {
        log.debug("Request {}: {}", request.requestId(), failure.error().type());
      }
      return response(failure.error().status(), failure.body());
    }
  }

  private Object answer(ApiRequest request) {
    String target = target(request);
    Caller caller = authenticator.authenticate(request);
    return run(operation(target), caller, request.body());
  }

  /** Whether the caller may do this is to be decided here, between the check and the run. */
  private static <I> Object run(Operation<I> operation, Caller caller, byte[] body) {
    I input = Json.read(body, operation.inputType());
    Violations violations = new Violations();
    operation.check(input, violations);
    violations.throwIfAny();
    return operation.run(caller, input);
  }

  /** The operation with its prefix, of what is a call of this API by its outside. */
  private static String target(ApiRequest request) {
    if (!request.method().equals("POST") || !request.path().equals("/")) {
      throw unknown(
          "The API is called with POST /, not " + request.method() + " " + request.path());
    }
    String contentType = request.header("content-type").orElse("");
    if (!mediaType(contentType).equals(CONTENT_TYPE)) {
      throw unknown(
          "The API speaks Content-Type '%s', not '%s'".formatted(CONTENT_TYPE, contentType));
    }
    List<String> targets = request.headers().getOrDefault("x-amz-target", List.of());
    if (targets.size() != 1
        || !(targets.getFirst().startsWith(AWS) || targets.getFirst().startsWith(OURS))) {
      throw unknown(
          "One X-Amz-Target header must name the operation as '%s<Operation>', not '%s'"
              .formatted(AWS, String.join(", ", targets)));
    }
    return targets.getFirst();
  }

  private static String mediaType(String contentType) {
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.strip().toLowerCase(Locale.ROOT);
  }

  private Operation<?> operation(String target) {
    boolean isOurs = target.startsWith(OURS);
    String name = target.substring(isOurs ? OURS.length() : AWS.length());
    Map<String, Operation<?>> known = isOurs ? ownOperations : operations;
    Operation<?> operation = known.get(name);
    if (operation == null) {
      throw unknown(
          "There is no operation '%s'; there are %s"
              .formatted(name, known.keySet().stream().sorted().toList()));
    }
    return operation;
  }

  private static Map<String, Operation<?>> byName(Operation<?>... operations) {
    return Arrays.stream(operations)
        .collect(Collectors.toUnmodifiableMap(Operation::name, Function.identity()));
  }

  private static ApiException unknown(String message) {
    return new ApiException(ApiError.UNKNOWN_OPERATION, message + ".");
  }

  private static ApiResponse response(int status, Object body) {
    return new ApiResponse(status, Map.of("Content-Type", CONTENT_TYPE), Json.write(body));
  }
}
