package io.adit.server.api;

/** Every error that the API answers with. */
enum ApiError {
  /** Modelled by AWS for this service. */
  RESOURCE_NOT_FOUND("ResourceNotFoundException", 400),
  /** Modelled by AWS for this service. */
  LIMIT_EXCEEDED("LimitExceededException", 400),
  /** A member breaks a constraint of the model. */
  VALIDATION("ValidationException", 400),
  /** The body is not JSON, or a member is of another type. */
  SERIALIZATION("SerializationException", 400),
  /** There is no such operation, or this is no call of the API at all. */
  UNKNOWN_OPERATION("UnknownOperationException", 404),
  MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationTokenException", 403),
  INCOMPLETE_SIGNATURE("IncompleteSignatureException", 403),
  UNRECOGNIZED_CLIENT("UnrecognizedClientException", 403),
  INVALID_SIGNATURE("InvalidSignatureException", 403),
  /** Our fault; the SDKs try again. */
  INTERNAL_FAILURE("InternalFailure", 500);

  private final String type;
  private final int status;

  ApiError(String type, int status) {
    this.type = type;
    this.status = status;
  }

  /** The value of {@code __type}, by which clients choose an exception. */
  String type() {
    return type;
  }

  int status() {
    return status;
  }
}
