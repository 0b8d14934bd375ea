package io.adit.server.api.tunneling;

import io.adit.server.api.ApiError;
import io.adit.server.api.ApiException;
import io.adit.server.api.ApiService;
import io.adit.server.api.Failure;
import io.adit.server.api.Json;
import io.adit.server.api.Violations;
import io.adit.server.auth.AuthenticationException;
import io.adit.server.auth.Caller;
import io.adit.server.diagnosis.Doctor;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.ApiResponse;
import io.adit.server.thing.RegistryException;
import io.adit.server.thing.Things;
import io.adit.server.tunnel.InvalidNextTokenException;
import io.adit.server.tunnel.TunnelLimitException;
import io.adit.server.tunnel.TunnelNotFoundException;
import io.adit.server.tunnel.TunnelRegistry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** AWS IoT Secure Tunneling: {@code POST /} in JSON 1.1, the operation in {@code X-Amz-Target}. */
public final class TunnelingService implements ApiService {
  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
  private static final String AWS = "IoTSecuredTunneling.";

  /** Before what AWS does not have. */
  private static final String OURS = "Adit.";

  private final Map<String, Operation<?>> operations;
  private final Map<String, Operation<?>> ownOperations;

  /**
   * @param knownThings the only things that tunnels may lead to; null: they may lead to any
   */
  public TunnelingService(TunnelRegistry tunnels, Doctor doctor, @Nullable Things knownThings) {
    var things = new KnownThings(knownThings);
    this.operations =
        byName(
            new OpenTunnel(tunnels, things),
            new DescribeTunnel(tunnels),
            new ListTunnels(tunnels),
            new RotateTunnelAccessToken(tunnels, things),
            new CloseTunnel(tunnels),
            new TagResource(tunnels),
            new UntagResource(tunnels),
            new ListTagsForResource(tunnels));
    this.ownOperations = byName(new DiagnoseTunnel(doctor));
  }

  /** The second is what older clients sign for. */
  @Override
  public List<String> signingNames() {
    return List.of("IoTSecuredTunneling", "iotsecuredtunneling");
  }

  @Override
  public boolean takes(ApiRequest request) {
    return request.path().equals("/");
  }

  @Override
  public Call read(ApiRequest request) {
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
    String target = targets.getFirst();
    // Only callers are told which operations there are.
    return caller -> response(200, run(operation(target), caller, request.body()));
  }

  /** Whether the caller may do this is to be decided here, between the check and the run. */
  private static <I> Object run(Operation<I> operation, Caller caller, byte[] body) {
    I input = Json.read(body, operation.inputType());
    Violations violations = new Violations();
    operation.check(input, violations);
    violations.throwIfAny();
    return operation.run(caller, input);
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
    return new ApiException(ApiException.Fault.UNKNOWN_OPERATION, message + ".");
  }

  @Override
  public ApiError error(Throwable thrown) {
    return switch (thrown) {
      case ApiException e ->
          switch (e.fault()) {
            case INVALID_INPUT -> new ApiError("ValidationException", 400);
            case UNREADABLE_INPUT -> new ApiError("SerializationException", 400);
            case UNKNOWN_OPERATION -> new ApiError("UnknownOperationException", 404);
          };
      case AuthenticationException e -> ApiError.of(e.reason());
      case RegistryException e when e.reason() == RegistryException.Reason.NOT_FOUND ->
          new ApiError("ResourceNotFoundException", 400);
      case TunnelNotFoundException _ -> new ApiError("ResourceNotFoundException", 400);
      case TunnelLimitException _ -> new ApiError("LimitExceededException", 400);
      case InvalidNextTokenException _ -> new ApiError("ValidationException", 400);
      default -> new ApiError("InternalFailure", 500);
    };
  }

  @Override
  public ApiResponse refuse(Failure failure) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("__type", failure.error().type());
    body.put("message", failure.message());
    return response(failure.error().status(), body);
  }

  private static ApiResponse response(int status, Object body) {
    return new ApiResponse(status, Map.of("Content-Type", CONTENT_TYPE), Json.write(body));
  }
}
