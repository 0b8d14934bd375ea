package io.adit.server.api;

import io.adit.server.api.ApiException.Fault;
import io.adit.server.auth.Actions;
import io.adit.server.auth.Caller;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.ApiResponse;
import io.adit.server.tunnel.Initiator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Calls in JSON 1.1: {@code POST /}, the operation in {@code X-Amz-Target} behind a prefix. */
public final class TargetCalls {
  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

  private final String prefix;
  private final Map<String, Operation<?>> operations;

  /**
   * @param prefix with the dot
   */
  public TargetCalls(String prefix, List<Operation<?>> operations) {
    this.prefix = prefix;
    this.operations =
        operations.stream()
            .collect(Collectors.toUnmodifiableMap(Operation::name, Function.identity()));
  }

  /** Whether a request names an operation with this prefix. */
  public boolean isNamedBy(ApiRequest request) {
    return request.path().equals("/")
        && request.header("x-amz-target").orElse("").startsWith(prefix);
  }

  /** The call that a request makes. */
  public ApiService.Call read(ApiRequest request) {
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
    if (targets.size() != 1 || !targets.getFirst().startsWith(prefix)) {
      throw unknown(
          "One X-Amz-Target header must name the operation as '%s<Operation>', not '%s'"
              .formatted(prefix, String.join(", ", targets)));
    }
    String name = targets.getFirst().substring(prefix.length());
    return named(name, request.body());
  }

  /** The call of an operation, by its name behind the prefix. */
  public ApiService.Call named(String operation, byte[] input) {
    // Only callers are told which operations there are.
    return new ApiService.Call(
        operations.containsKey(operation) ? operation : "",
        () -> Json.members(Json.tree(input)),
        caller -> response(200, run(operation(operation), caller, input)));
  }

  /** Makes a call that did not come over the wire; what is answered, in JSON. */
  public byte[] make(String operation, byte[] input, Caller caller) {
    return Json.write(run(operation(operation), caller, input));
  }

  /** The answer to a call that failed. */
  public static ApiResponse refuse(Failure failure) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("__type", failure.error().type());
    body.put("message", failure.message());
    return response(failure.error().status(), body);
  }

  /** Whether the caller may do this is decided here, between the check and the run. */
  private <I> Object run(Operation<I> operation, Caller caller, byte[] body) {
    I input = Json.read(body, operation.inputType());
    Violations violations = new Violations();
    operation.check(input, violations);
    violations.throwIfAny();
    caller.require(Actions.of(service(), operation.name()), () -> operation.about(input));
    return Initiator.as(caller.user(), () -> operation.run(caller, input));
  }

  private String service() {
    return prefix.substring(0, prefix.length() - 1);
  }

  private static String mediaType(String contentType) {
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.strip().toLowerCase(Locale.ROOT);
  }

  private Operation<?> operation(String name) {
    Operation<?> operation = operations.get(name);
    if (operation == null) {
      throw unknown(
          "There is no operation '%s'; there are %s"
              .formatted(name, operations.keySet().stream().sorted().toList()));
    }
    return operation;
  }

  private static ApiException unknown(String message) {
    return new ApiException(Fault.UNKNOWN_OPERATION, message + ".");
  }

  private static ApiResponse response(int status, Object body) {
    return new ApiResponse(status, Map.of("Content-Type", CONTENT_TYPE), Json.write(body));
  }
}
