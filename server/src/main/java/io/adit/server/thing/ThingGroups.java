package io.adit.server.thing;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All groups of things; none is in another. For any thread; calls block on the store. */
public final class ThingGroups {
  /** As AWS has it. */
  static final int MOST_OF_A_THING = 10;

  private final ThingGroupStore store;
  private final InstantSource clock;
  private final SecureRandom random;

  public ThingGroups(ThingGroupStore store, InstantSource clock, SecureRandom random) {
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  /** A new group, or the one that is there already. */
  public ThingGroup create(String groupName) {
    ThingGroup group =
        new ThingGroup(
            groupName, Things.newId(random), clock.instant().truncatedTo(ChronoUnit.MICROS));
    return store.insert(group).orElse(group);
  }

  /** Throws RegistryException NOT_FOUND. */
  public ThingGroup describe(String groupName) {
    return store.find(groupName).orElseThrow(() -> noGroup(groupName));
  }

  /** Its things stay; a group that is not there is no fault. */
  public void delete(String groupName) {
    store.delete(groupName);
  }

  public Page<String> list(String prefix, int size, @Nullable String nextToken) {
    String list = "groups " + prefix;
    return Page.of(
        store.page(prefix, PageToken.decode(nextToken, list), size + 1), size, list, name -> name);
  }

  /** Throws RegistryException NOT_FOUND or INVALID. */
  public void add(String groupName, String thingName) {
    List<String> present = of(thingName);
    if (present.size() >= MOST_OF_A_THING && !present.contains(groupName)) {
      throw new RegistryException(
          RegistryException.Reason.INVALID,
          "Thing %s is in %d groups, and cannot be in more".formatted(thingName, MOST_OF_A_THING));
    }
    requireDone(store.add(groupName, thingName), groupName, thingName);
  }

  /** Throws RegistryException NOT_FOUND. */
  public void remove(String groupName, String thingName) {
    requireDone(store.remove(groupName, thingName), groupName, thingName);
  }

  /** The names of all groups that a thing is in, registered or not. */
  public List<String> of(String thingName) {
    return store.groupsOf(thingName, null, MOST_OF_A_THING);
  }

  public Page<String> groupsOf(String thingName, int size, @Nullable String nextToken) {
    String list = "groups of " + thingName;
    return Page.of(
        store.groupsOf(thingName, PageToken.decode(nextToken, list), size + 1),
        size,
        list,
        name -> name);
  }

  /** Throws RegistryException NOT_FOUND. */
  public Page<String> thingsIn(String groupName, int size, @Nullable String nextToken) {
    describe(groupName);
    String list = "things in " + groupName;
    return Page.of(
        store.thingsIn(groupName, PageToken.decode(nextToken, list), size + 1),
        size,
        list,
        name -> name);
  }

  private static void requireDone(
      ThingGroupStore.Membership membership, String groupName, String thingName) {
    switch (membership) {
      case DONE -> {}
      case NO_GROUP -> throw noGroup(groupName);
      case NO_THING -> throw RegistryException.noThing(thingName);
    }
  }

  private static RegistryException noGroup(String groupName) {
    return RegistryException.notFound("There is no thing group " + groupName);
  }
}
