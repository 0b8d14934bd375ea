package io.adit.server.thing;

/**
 * Hears what ended in the registry, after that was stored. Called on the thread that did it, so it
 * must return soon and must not throw.
 *
 * <p>Who lets devices in notes each under its certificate's id first and asks {@link
 * DeviceIdentities#identify} then: so an end is either heard of or seen in the answer.
 */
public interface ThingListener {

  /** Why a certificate does not let its device in any more. */
  enum End {
    REVOKED,
    DEACTIVATED,
    DELETED,
    /** From one of its things; it may still be another's. */
    DETACHED,
    AUTHORITY_REMOVED
  }

  default void onCertificateEnded(String certificateId, End why) {}

  default void onThingDeleted(String thingName) {}
}
