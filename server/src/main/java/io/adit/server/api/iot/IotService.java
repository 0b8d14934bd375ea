package io.adit.server.api.iot;

import io.adit.server.api.ApiError;
import io.adit.server.api.ApiException;
import io.adit.server.api.ApiException.Fault;
import io.adit.server.api.ApiService;
import io.adit.server.api.AwsAccount;
import io.adit.server.api.Failure;
import io.adit.server.api.Json;
import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.AccessDeniedException;
import io.adit.server.auth.Actions;
import io.adit.server.auth.AuthenticationException;
import io.adit.server.auth.Caller;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.ApiResponse;
import io.adit.server.thing.DeviceCertificates;
import io.adit.server.thing.DeviceRegistry;
import io.adit.server.thing.RegistryException;
import io.adit.server.thing.Thing;
import io.adit.server.thing.ThingGroups;
import io.adit.server.thing.Things;
import io.adit.server.tunnel.Initiator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** AWS IoT: a method and a path for each operation, answered in JSON. */
public final class IotService implements ApiService {
  private static final String NAME = "iot";
  private static final String JSON = "application/json";

  private final List<IotOperation<?>> operations;
  private final Arns arns;

  public IotService(
      DeviceRegistry devices, ThingGroups groups, DeviceEndpoints endpoints, Subjects subjects) {
    AwsAccount account = subjects.account();
    Things things = devices.things();
    DeviceCertificates certificates = devices.certificates();
    this.arns = new Arns(account);
    List<IotOperation<?>> all = new ArrayList<>(new GroupCalls(groups, subjects).all());
    all.addAll(
        List.of(
            new CreateThing(things, arns, subjects),
            new DescribeThing(things, arns, subjects),
            new ListThings(things, arns),
            new UpdateThing(things, subjects),
            new DeleteThing(things, subjects),
            new CreateKeysAndCertificate(certificates, arns),
            new CreateCertificateFromCsr(certificates, arns),
            new RegisterCertificate(certificates, arns),
            new DescribeCertificate(certificates, account, subjects),
            new ListCertificates(certificates, arns),
            new UpdateCertificate(certificates, subjects),
            new DeleteCertificate(certificates, subjects),
            new AttachThingPrincipal(things, arns, subjects),
            new DetachThingPrincipal(things, arns, subjects),
            new ListThingPrincipals(things, arns, subjects),
            new ListPrincipalThings(things, arns, subjects),
            new DescribeEndpoint(endpoints)));
    this.operations = List.copyOf(all);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> signingNames() {
    return List.of(NAME);
  }

  @Override
  public boolean takes(ApiRequest request) {
    return !request.path().equals("/");
  }

  @Override
  public Call read(ApiRequest request) {
    for (IotOperation<?> operation : operations) {
      Optional<Map<String, String>> path = operation.route().match(request);
      if (path.isPresent()) {
        var call = new IotCall(request, path.get());
        return call(operation, call::members, _ -> call);
      }
    }
    return unknownCall(request.method() + " " + request.path());
  }

  @Override
  public Call named(String name, byte[] input) {
    return operations.stream()
        .filter(each -> each.route().operation().equals(name))
        .findFirst()
        .map(operation ->
            call(
                operation,
                () -> Json.members(Json.tree(input)),
                violations -> IotCall.named(operation.route(), input, violations)))
        .orElseGet(() -> unknownCall(name));
  }

  private static Call call(
      IotOperation<?> operation,
      Supplier<Map<String, @Nullable Object>> members,
      Function<Violations, IotCall> read) {
    return new Call(
        operation.route().operation(),
        members,
        caller -> response(200, Map.of(), run(operation, caller, read)));
  }

  /** Only callers are told which operations there are. */
  private Call unknownCall(String name) {
    return new Call(
        "",
        Map::of,
        _ -> {
          throw unknown(name);
        });
  }

  private ApiException unknown(String operation) {
    return new ApiException(
        Fault.UNKNOWN_OPERATION,
        "There is no operation %s here; there are %s."
            .formatted(
                operation,
                operations.stream().map(each -> each.route().operation()).sorted().toList()));
  }

  /** Whether the caller may do this is decided here, between the check and the run. */
  private static <I> Object run(
      IotOperation<I> operation, Caller caller, Function<Violations, IotCall> call) {
    Violations violations = new Violations();
    IotCall read = call.apply(violations);
    violations.throwIfAny();
    I input = operation.read(read, violations);
    violations.throwIfAny();
    caller.require(Actions.of(NAME, operation.route().operation()), () -> operation.about(input));
    return Initiator.as(caller.user(), () -> operation.run(caller, input));
  }

  @Override
  public ApiError error(Throwable thrown) {
    return switch (thrown) {
      case ApiException e ->
          switch (e.fault()) {
            case INVALID_INPUT, UNREADABLE_INPUT -> new ApiError("InvalidRequestException", 400);
            case UNKNOWN_OPERATION -> new ApiError("UnknownOperationException", 404);
          };
      case AuthenticationException e -> ApiError.of(e.reason());
      case AccessDeniedException _ -> ApiError.ACCESS_DENIED;
      case RegistryException e -> error(e.reason());
      default -> new ApiError("InternalFailureException", 500);
    };
  }

  private static ApiError error(RegistryException.Reason reason) {
    return switch (reason) {
      case NOT_FOUND -> new ApiError("ResourceNotFoundException", 404);
      case EXISTS -> new ApiError("ResourceAlreadyExistsException", 409);
      case OTHER_VERSION -> new ApiError("VersionConflictException", 409);
      case STATUS -> new ApiError("CertificateStateException", 406);
      case IN_USE -> new ApiError("DeleteConflictException", 409);
      case INVALID -> new ApiError("InvalidRequestException", 400);
    };
  }

  @Override
  public ApiResponse refuse(Failure failure) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("message", failure.message());
    Thing existing = failure.cause() instanceof RegistryException e ? e.existing() : null;
    if (existing != null) {
      body.put("resourceId", existing.thingId());
      body.put("resourceArn", arns.thing(existing.thingName()));
    }
    ApiError error = failure.error();
    return response(error.status(), Map.of("x-amzn-ErrorType", error.type()), body);
  }

  private static ApiResponse response(int status, Map<String, String> headers, Object body) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Type", JSON);
    return new ApiResponse(status, all, Json.write(body));
  }
}
