package io.adit.server.thing;

import io.adit.server.thing.RegistryException.Reason;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All things, and what is attached to them. Calls block on the store. For any thread. */
public final class Things {
  /** As AWS has it for a thing with a type. */
  static final int MOST_ATTRIBUTES = 50;

  private final ThingStore store;
  private final InstantSource clock;
  private final SecureRandom random;
  private final ThingListeners listeners;

  Things(ThingStore store, InstantSource clock, SecureRandom random, ThingListeners listeners) {
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.listeners = listeners;
  }

  /**
   * A new thing; or the one that is there already, if it is as the draft says.
   *
   * @throws RegistryException EXISTS where it is not
   */
  public Thing create(Thing.Draft draft) {
    Thing thing = made(draft);
    Thing present = store.insert(thing).orElse(thing);
    boolean isSame =
        present.attributes().equals(thing.attributes())
            && Objects.equals(present.thingTypeName(), thing.thingTypeName());
    if (!isSame) {
      throw RegistryException.exists(present);
    }
    return present;
  }

  /** A thing that is not kept yet. */
  Thing made(Thing.Draft draft) {
    SortedMap<String, String> attributes = new TreeMap<>(draft.attributes());
    attributes.values().removeIf(String::isEmpty);
    requireFew(attributes);
    return new Thing(draft.thingName(), newId(random), draft.thingTypeName(), attributes, 1, now());
  }

  /** Throws RegistryException NOT_FOUND. */
  public Thing describe(String thingName) {
    return store.find(thingName).orElseThrow(() -> RegistryException.noThing(thingName));
  }

  public boolean isKnown(String thingName) {
    return store.find(thingName).isPresent();
  }

  /**
   * Things by name.
   *
   * @param maxResults 1 to 250
   * @param nextToken of the page before, with the same filter; null: the first page
   */
  public Page<Thing> list(Thing.Filter filter, int maxResults, @Nullable String nextToken) {
    String list = "things " + filter;
    String after = PageToken.decode(nextToken, list);
    return Page.of(store.page(filter, after, maxResults + 1), maxResults, list, Thing::thingName);
  }

  /** Throws RegistryException NOT_FOUND or OTHER_VERSION. */
  public Thing update(String thingName, Thing.Change change) {
    return store
        .change(thingName, present -> changed(present, change))
        .orElseThrow(() -> RegistryException.noThing(thingName));
  }

  /**
   * Forgets a thing; one that is not there is forgotten already.
   *
   * @param expectedVersion the only version that may be deleted; null: any
   * @throws RegistryException OTHER_VERSION; INVALID while certificates are attached to it
   */
  public void delete(String thingName, @Nullable Long expectedVersion) {
    switch (store.delete(thingName, expectedVersion)) {
      case DONE -> listeners.onThingDeleted(thingName);
      case NO_THING -> {}
      case OTHER_VERSION -> throw otherVersion(thingName, expectedVersion);
      case ATTACHED ->
          throw new RegistryException(
              Reason.INVALID,
              "Cannot delete. Thing %s is still attached to one or more principals; detach them first"
                  .formatted(thingName));
    }
  }

  /**
   * Lets a certificate speak for a thing.
   *
   * @param exclusive for this thing alone
   */
  public void attach(String thingName, String certificateId, boolean exclusive) {
    switch (store.attach(thingName, certificateId, exclusive)) {
      case DONE, UNCHANGED -> {}
      case NO_THING -> throw RegistryException.noThing(thingName);
      case NO_CERTIFICATE -> throw RegistryException.noCertificate(certificateId);
      case EXCLUSIVE ->
          throw new RegistryException(
              Reason.INVALID,
              "Certificate %s is attached to another thing, and one of the two attachments is to be exclusive; detach it there first"
                  .formatted(certificateId));
    }
  }

  public void detach(String thingName, String certificateId) {
    switch (store.detach(thingName, certificateId)) {
      case DONE -> listeners.onCertificateEnded(certificateId, ThingListener.End.DETACHED);
      case UNCHANGED, EXCLUSIVE -> {}
      case NO_THING -> throw RegistryException.noThing(thingName);
      case NO_CERTIFICATE -> throw RegistryException.noCertificate(certificateId);
    }
  }

  /** The ids of a thing's certificates. Throws RegistryException NOT_FOUND. */
  public Page<String> certificatesOf(String thingName, int maxResults, @Nullable String nextToken) {
    String list = "certificates of " + describe(thingName).thingName();
    String after = PageToken.decode(nextToken, list);
    return Page.of(
        store.certificatesOf(thingName, after, maxResults + 1), maxResults, list, id -> id);
  }

  /** The names of the things that a certificate speaks for; none where it is unknown. */
  public Page<String> thingsOf(String certificateId, int maxResults, @Nullable String nextToken) {
    String list = "things of " + certificateId;
    String after = PageToken.decode(nextToken, list);
    List<String> found = store.thingsOf(certificateId, after, maxResults + 1);
    return Page.of(found, maxResults, list, name -> name);
  }

  private static Thing changed(Thing present, Thing.Change change) {
    Long expected = change.expectedVersion();
    if (expected != null && expected != present.version()) {
      throw otherVersion(present.thingName(), expected);
    }
    Thing.TypeChange type = change.type();
    return new Thing(
        present.thingName(),
        present.thingId(),
        type == null ? present.thingTypeName() : type.thingTypeName(),
        attributes(present, change),
        present.version() + 1,
        present.createdAt());
  }

  private static SortedMap<String, String> attributes(Thing present, Thing.Change change) {
    Map<String, String> given = change.attributes();
    if (given == null) {
      return present.attributes();
    }
    SortedMap<String, String> attributes =
        change.merge() ? new TreeMap<>(present.attributes()) : new TreeMap<>();
    attributes.putAll(given);
    attributes.values().removeIf(String::isEmpty);
    requireFew(attributes);
    return attributes;
  }

  private static void requireFew(Map<String, String> attributes) {
    if (attributes.size() > MOST_ATTRIBUTES) {
      throw new RegistryException(
          Reason.INVALID,
          "A thing can have at most %d attributes, and would have %d; remove some first"
              .formatted(MOST_ATTRIBUTES, attributes.size()));
    }
  }

  private static RegistryException otherVersion(String thingName, @Nullable Long expected) {
    return new RegistryException(
        Reason.OTHER_VERSION,
        "Thing %s does not have version %s any more; describe it, and decide again"
            .formatted(thingName, expected));
  }

  /** A random UUID, version 4. */
  static String newId(SecureRandom random) {
    long high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  /** What the store keeps of the time. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
