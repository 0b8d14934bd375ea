package io.adit.server.thing;

import org.jspecify.annotations.Nullable;

/** The registry cannot do what it was asked; the text says why, and what to do. */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is in the way. */
  public enum Reason {
    /** What is named is not there. */
    NOT_FOUND,
    /** What is to be made is there already, and is not the same. */
    EXISTS,
    /** The thing has another version than the caller expects. */
    OTHER_VERSION,
    /** The certificate's status does not allow it. */
    STATUS,
    /** It is attached to something. */
    IN_USE,
    /** The request cannot be fulfilled as it is. */
    INVALID,
    /** Too much of this kind is being done already. */
    BUSY
  }

  private final Reason reason;
  private final transient @Nullable Thing existing;

  RegistryException(Reason reason, String message) {
    this(reason, message, null);
  }

  private RegistryException(Reason reason, String message, @Nullable Thing existing) {
    super(message);
    this.reason = reason;
    this.existing = existing;
  }

  static RegistryException exists(Thing existing) {
    return new RegistryException(
        Reason.EXISTS,
        "Thing %s already exists in account with different properties; update it, or take another name"
            .formatted(existing.thingName()),
        existing);
  }

  public static RegistryException notFound(String message) {
    return new RegistryException(Reason.NOT_FOUND, message);
  }

  static RegistryException noThing(String thingName) {
    return notFound("Thing " + thingName + " not found.");
  }

  static RegistryException noCertificate(String certificateId) {
    return notFound("Certificate " + certificateId + " does not exist.");
  }

  public Reason reason() {
    return reason;
  }

  /** The thing that has the name already; null for other reasons. */
  public @Nullable Thing existing() {
    return existing;
  }
}
