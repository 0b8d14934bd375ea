package io.adit.server.thing;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where things are kept, and which certificates are attached to them. Each call is one transaction,
 * which is safe on disk when the call returns; an exception means that nothing was changed.
 */
public interface ThingStore {

  /** What came of a deletion. */
  enum Deletion {
    DONE,
    NO_THING,
    OTHER_VERSION,
    /** Certificates are attached to it. */
    ATTACHED
  }

  /** What came of attaching or detaching a certificate. */
  enum Attachment {
    DONE,
    /** It was so before. */
    UNCHANGED,
    NO_THING,
    NO_CERTIFICATE,
    /** The certificate is another thing's, and one of the two attachments is to be the only one. */
    EXCLUSIVE
  }

  /** Keeps a thing, unless the name is taken: then by the thing that is returned. */
  Optional<Thing> insert(Thing thing);

  Optional<Thing> find(String thingName);

  /** Things by name, those behind {@code after} only. */
  List<Thing> page(Thing.Filter filter, @Nullable String after, int limit);

  /**
   * Puts in place what {@code change} makes of the thing, which may throw; empty: no such thing.
   */
  Optional<Thing> change(String thingName, UnaryOperator<Thing> change);

  Deletion delete(String thingName, @Nullable Long expectedVersion);

  Attachment attach(String thingName, String certificateId, boolean exclusive);

  Attachment detach(String thingName, String certificateId);

  /** The ids of a thing's certificates in order, those behind {@code after} only. */
  List<String> certificatesOf(String thingName, @Nullable String after, int limit);

  /** The names of the things that a certificate is attached to, in order. */
  List<String> thingsOf(String certificateId, @Nullable String after, int limit);
}
