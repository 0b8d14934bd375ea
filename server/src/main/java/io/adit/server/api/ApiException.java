package io.adit.server.api;

/** A request that the API itself finds fault with; each service has its own name for the fault. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with a request. */
  public enum Fault {
    /** A member breaks a constraint of the model. */
    INVALID_INPUT,
    /** The body is not of the service's form, or a member is of another type. */
    UNREADABLE_INPUT,
    /** There is no such operation, or this is no call of the API at all. */
    UNKNOWN_OPERATION
  }

  private final Fault fault;

  public ApiException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
