package io.adit.server.api;

import io.adit.server.auth.Caller;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.ApiResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One of the services that are called at the port: what its calls look like, how it answers them,
 * and its table of errors. For any thread.
 */
public interface ApiService {

  /**
   * A call that was recognized, to be made once its caller is known.
   *
   * @param operation one of the service's; empty: it has none that is called so
   * @param members what was sent, read only when somebody asks
   */
  record Call(
      String operation,
      Supplier<Map<String, @Nullable Object>> members,
      Function<Caller, ApiResponse> work) {

    /** What is not known to be a call. */
    static final Call UNKNOWN =
        new Call(
            "",
            Map::of,
            _ -> {
              throw new IllegalStateException("not read");
            });

    ApiResponse run(Caller caller) {
      return work.apply(caller);
    }
  }

  /** How its operations' names begin where there is no other sign of it. */
  String name();

  /** The names that its callers may sign for; the first is the one they should. */
  List<String> signingNames();

  /** Whether a request is for this service, by its outside. */
  boolean takes(ApiRequest request);

  /**
   * The call that a request makes.
   *
   * @throws ApiException where it makes none, in words that a stranger may read
   */
  Call read(ApiRequest request);

  /**
   * The call of an operation, by its name.
   *
   * @param input one JSON object with all members, wherever they stand in a request
   */
  default Call named(String operation, byte[] input) {
    throw new ApiException(
        ApiException.Fault.UNKNOWN_OPERATION, name() + " has no operation that is called so.");
  }

  /** What a caller is told of an exception: the only place where one becomes a wire error. */
  ApiError error(Throwable thrown);

  /** The answer to a call that failed, in the form that the service's clients read. */
  ApiResponse refuse(Failure failure);
}
