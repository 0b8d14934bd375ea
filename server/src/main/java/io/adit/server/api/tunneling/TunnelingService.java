package io.adit.server.api.tunneling;

import io.adit.server.api.ApiError;
import io.adit.server.api.ApiException;
import io.adit.server.api.ApiService;
import io.adit.server.api.Failure;
import io.adit.server.api.Subjects;
import io.adit.server.api.TargetCalls;
import io.adit.server.auth.AccessDeniedException;
import io.adit.server.auth.AuthenticationException;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.ApiResponse;
import io.adit.server.limit.ThrottledException;
import io.adit.server.thing.RegistryException;
import io.adit.server.thing.Things;
import io.adit.server.tunnel.InvalidNextTokenException;
import io.adit.server.tunnel.TunnelLimitException;
import io.adit.server.tunnel.TunnelNotFoundException;
import io.adit.server.tunnel.TunnelRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** AWS IoT Secure Tunneling, with all its operations. */
public final class TunnelingService implements ApiService {
  private final TargetCalls calls;

  /**
   * @param knownThings the only things that tunnels may lead to; null: they may lead to any
   */
  public TunnelingService(TunnelRegistry tunnels, @Nullable Things knownThings, Subjects subjects) {
    var things = new KnownThings(knownThings);
    this.calls =
        new TargetCalls(
            "IoTSecuredTunneling.",
            List.of(
                new OpenTunnel(tunnels, things, subjects),
                new DescribeTunnel(tunnels, subjects),
                new ListTunnels(tunnels, subjects),
                new RotateTunnelAccessToken(tunnels, things, subjects),
                new CloseTunnel(tunnels, subjects),
                new TagResource(tunnels, subjects),
                new UntagResource(tunnels, subjects),
                new ListTagsForResource(tunnels, subjects)));
  }

  @Override
  public String name() {
    return "IoTSecuredTunneling";
  }

  /** The second is what older clients sign for. */
  @Override
  public List<String> signingNames() {
    return List.of("IoTSecuredTunneling", "iotsecuredtunneling");
  }

  @Override
  public Call named(String operation, byte[] input) {
    return calls.named(operation, input);
  }

  @Override
  public boolean takes(ApiRequest request) {
    return request.path().equals("/");
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
    return TargetCalls.refuse(failure);
  }
}
