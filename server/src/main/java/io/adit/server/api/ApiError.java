package io.adit.server.api;

import io.adit.server.auth.AuthenticationException;

/**
 * An error as it goes over the wire.
 *
 * @param type the name by which clients choose an exception
 * @param status of HTTP; from 500 on it is our fault, and SDKs try again
 */
public record ApiError(String type, int status) {
  /** The caller is known, and may not do this; every service has the same name for it. */
  public static final ApiError ACCESS_DENIED = new ApiError("AccessDeniedException", 403);

  /** The call came too soon after others; AWS's clients know it by its name, and try again. */
  public static final ApiError THROTTLED = new ApiError("ThrottlingException", 400);

  /** Nothing is wrong with the call, but it cannot be made now. */
  static final ApiError UNAVAILABLE = new ApiError("ServiceUnavailableException", 503);

  /** The name that the services with JSON have for a caller who is not known. */
  public static ApiError of(AuthenticationException.Reason reason) {
    return new ApiError(
        switch (reason) {
          case MISSING -> "MissingAuthenticationTokenException";
          case INCOMPLETE -> "IncompleteSignatureException";
          case UNKNOWN_KEY -> "UnrecognizedClientException";
          case INVALID -> "InvalidSignatureException";
        },
        403);
  }

  boolean isOurs() {
    return status >= 500;
  }
}
