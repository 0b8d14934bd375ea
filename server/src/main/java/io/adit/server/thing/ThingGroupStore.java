package io.adit.server.thing;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where groups of things are kept. Each call is one transaction, on disk when it returns. */
public interface ThingGroupStore {

  /** What came of a change of a group's things. */
  enum Membership {
    DONE,
    NO_GROUP,
    NO_THING
  }

  /** Keeps a group, unless the name is taken: then by the group that is returned. */
  Optional<ThingGroup> insert(ThingGroup group);

  Optional<ThingGroup> find(String groupName);

  void delete(String groupName);

  /** Names in order, those behind {@code after} only, that begin so. */
  List<String> page(String prefix, @Nullable String after, int limit);

  Membership add(String groupName, String thingName);

  Membership remove(String groupName, String thingName);

  /** Names in order, those behind {@code after} only. */
  List<String> groupsOf(String thingName, @Nullable String after, int limit);

  /** Names in order, those behind {@code after} only. */
  List<String> thingsIn(String groupName, @Nullable String after, int limit);
}
