package io.adit.server.api.own;

import io.adit.server.api.ApiError;
import io.adit.server.api.ApiException;
import io.adit.server.api.ApiService;
import io.adit.server.api.Failure;
import io.adit.server.api.Operation;
import io.adit.server.api.TargetCalls;
import io.adit.server.api.access.AccessOperations;
import io.adit.server.auth.AccessDeniedException;
import io.adit.server.auth.AuthenticationException;
import io.adit.server.diagnosis.Doctor;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.ApiResponse;
import io.adit.server.limit.ThrottledException;
import io.adit.server.policy.PolicyException;
import io.adit.server.principal.PolicyFault;
import io.adit.server.thing.DeviceTrust;
import io.adit.server.thing.RegistryException;
import io.adit.server.tunnel.TunnelNotFoundException;
import java.util.ArrayList;
import java.util.List;

/** Adit's own operations. */
public final class OwnService implements ApiService {
  private final TargetCalls calls;

  /**
   * @param others what else there is of Adit's own
   */
  public OwnService(
      Doctor doctor, DeviceTrust trust, AccessOperations access, List<Operation<?>> others) {
    List<Operation<?>> operations = new ArrayList<>(others);
    operations.addAll(access.all());
    operations.add(new DiagnoseTunnel(doctor, access.subjects()));
    operations.add(new RegisterDeviceAuthority(trust));
    operations.add(new ListDeviceAuthorities(trust));
    operations.add(new RemoveDeviceAuthority(trust));
    this.calls = new TargetCalls("Adit.", operations);
  }

  @Override
  public String name() {
    return "Adit";
  }

  /** As for Secure Tunneling, which every client knows. */
  @Override
  public List<String> signingNames() {
    return List.of("IoTSecuredTunneling");
  }

  @Override
  public Call named(String operation, byte[] input) {
    return calls.named(operation, input);
  }

  @Override
  public boolean takes(ApiRequest request) {
    return calls.isNamedBy(request);
  }

  @Override
  public Call read(ApiRequest request) {
    return calls.read(request);
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
      case AccessDeniedException _ -> ApiError.ACCESS_DENIED;
      case ThrottledException _ -> ApiError.THROTTLED;
      case RegistryException e ->
          switch (e.reason()) {
            case NOT_FOUND -> new ApiError("ResourceNotFoundException", 400);
            case EXISTS -> new ApiError("ResourceAlreadyExistsException", 400);
            default -> new ApiError("ValidationException", 400);
          };
      case PolicyFault e ->
          switch (e.reason()) {
            case NOT_FOUND -> new ApiError("ResourceNotFoundException", 400);
            case EXISTS -> new ApiError("ResourceAlreadyExistsException", 400);
            case IN_USE -> new ApiError("DeleteConflictException", 400);
            case INVALID -> new ApiError("MalformedPolicyException", 400);
          };
      case PolicyException _ -> new ApiError("ValidationException", 400);
      case TunnelNotFoundException _ -> new ApiError("ResourceNotFoundException", 400);
      default -> new ApiError("InternalFailure", 500);
    };
  }

  @Override
  public ApiResponse refuse(Failure failure) {
    return TargetCalls.refuse(failure);
  }
}
