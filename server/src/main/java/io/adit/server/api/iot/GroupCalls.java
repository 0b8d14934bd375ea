package io.adit.server.api.iot;

import static java.util.Objects.requireNonNull;

import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.Page;
import io.adit.server.thing.ThingGroup;
import io.adit.server.thing.ThingGroups;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The operations on groups of things, a few lines each. Groups are flat here. */
final class GroupCalls {
  private final ThingGroups groups;
  private final Subjects subjects;

  /** An operation that is put together from its parts. */
  private record GroupCall<I>(
      Route route,
      BiFunction<IotCall, Violations, I> reading,
      Function<I, Subject> subject,
      Function<I, Object> work)
      implements IotOperation<I> {

    @Override
    public I read(IotCall call, Violations violations) {
      return reading.apply(call, violations);
    }

    @Override
    public List<Subject> about(I input) {
      return List.of(subject.apply(input));
    }

    @Override
    public Object run(Caller caller, I input) {
      return work.apply(input);
    }
  }

  private record Created(
      @Nullable String parentGroupName,
      @Nullable Object thingGroupProperties,
      @Nullable Object tags) {}

  private record Member(@Nullable String thingGroupName, @Nullable String thingName) {}

  private record Listed(String groupName, String groupArn) {}

  private record Listing(String name, int size, @Nullable String nextToken) {}

  GroupCalls(ThingGroups groups, Subjects subjects) {
    this.groups = groups;
    this.subjects = subjects;
  }

  List<IotOperation<?>> all() {
    return List.of(
        createThingGroup(),
        describeThingGroup(),
        deleteThingGroup(),
        listThingGroups(),
        addThingToThingGroup(),
        removeThingFromThingGroup(),
        listThingGroupsForThing(),
        listThingsInThingGroup());
  }

  private IotOperation<?> createThingGroup() {
    return new GroupCall<>(
        Route.of("CreateThingGroup", "POST", "/thing-groups/{thingGroupName}"),
        GroupCalls::created,
        subjects::group,
        name -> named(groups.create(name)));
  }

  private IotOperation<?> describeThingGroup() {
    return new GroupCall<>(
        Route.of("DescribeThingGroup", "GET", "/thing-groups/{thingGroupName}"),
        GroupCalls::groupName,
        subjects::group,
        name -> described(groups.describe(name)));
  }

  private IotOperation<?> deleteThingGroup() {
    return new GroupCall<>(
        Route.of("DeleteThingGroup", "DELETE", "/thing-groups/{thingGroupName}"),
        GroupCalls::groupName,
        subjects::group,
        name -> {
          groups.delete(name);
          return Map.of();
        });
  }

  private IotOperation<?> listThingGroups() {
    return new GroupCall<>(
        Route.of("ListThingGroups", "GET", "/thing-groups"),
        (call, violations) ->
            listing(
                Objects.requireNonNullElse(call.query("namePrefixFilter"), ""), call, violations),
        _ -> subjects.group("*"),
        input -> listed(groups.list(input.name(), input.size(), input.nextToken())));
  }

  private IotOperation<?> addThingToThingGroup() {
    return new GroupCall<>(
        Route.of("AddThingToThingGroup", "PUT", "/thing-groups/addThingToThingGroup"),
        GroupCalls::member,
        this::membership,
        input -> {
          groups.add(requireNonNull(input.thingGroupName()), requireNonNull(input.thingName()));
          return Map.of();
        });
  }

  private IotOperation<?> removeThingFromThingGroup() {
    return new GroupCall<>(
        Route.of("RemoveThingFromThingGroup", "PUT", "/thing-groups/removeThingFromThingGroup"),
        GroupCalls::member,
        this::membership,
        input -> {
          groups.remove(requireNonNull(input.thingGroupName()), requireNonNull(input.thingName()));
          return Map.of();
        });
  }

  private IotOperation<?> listThingGroupsForThing() {
    return new GroupCall<>(
        Route.of("ListThingGroupsForThing", "GET", "/things/{thingName}/thing-groups"),
        (call, violations) -> listing(Members.thingName(call, violations), call, violations),
        input -> subjects.thing(input.name()),
        input -> listed(groups.groupsOf(input.name(), input.size(), input.nextToken())));
  }

  private IotOperation<?> listThingsInThingGroup() {
    return new GroupCall<>(
        Route.of("ListThingsInThingGroup", "GET", "/thing-groups/{thingGroupName}/things"),
        (call, violations) -> listing(groupName(call, violations), call, violations),
        input -> subjects.group(input.name()),
        input -> {
          Page<String> page = groups.thingsIn(input.name(), input.size(), input.nextToken());
          return page("things", page.items(), page);
        });
  }

  private static String groupName(IotCall call, Violations violations) {
    String name = call.path("thingGroupName");
    Members.name("thingGroupName", name, violations);
    return name;
  }

  /** What is not kept is refused, so that nobody relies on it. */
  private static String created(IotCall call, Violations violations) {
    var body = call.body(Created.class);
    refuse("parentGroupName", body.parentGroupName(), violations);
    refuse("thingGroupProperties", body.thingGroupProperties(), violations);
    refuse("tags", body.tags(), violations);
    return groupName(call, violations);
  }

  private static void refuse(String path, @Nullable Object value, Violations violations) {
    if (value != null) {
      violations.add(path, value, "Thing groups have a name here and nothing else");
    }
  }

  private static Member member(IotCall call, Violations violations) {
    var member = call.body(Member.class);
    violations.required("thingGroupName", member.thingGroupName());
    violations.required("thingName", member.thingName());
    Members.name("thingGroupName", member.thingGroupName(), violations);
    Members.name("thingName", member.thingName(), violations);
    return member;
  }

  /** Both must be allowed: rights may hang on who is in which group. */
  private Subject membership(Member member) {
    return subjects
        .group(requireNonNull(member.thingGroupName()))
        .on(subjects.thing(requireNonNull(member.thingName())).targets().getFirst());
  }

  private static Listing listing(String name, IotCall call, Violations violations) {
    return new Listing(
        name, Members.pageSize(call, "maxResults", violations), call.query("nextToken"));
  }

  private Map<String, Object> named(ThingGroup group) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("thingGroupName", group.groupName());
    answer.put("thingGroupArn", arn(group.groupName()));
    answer.put("thingGroupId", group.groupId());
    return answer;
  }

  private Map<String, Object> described(ThingGroup group) {
    Map<String, Object> answer = named(group);
    answer.put("version", 1);
    answer.put("thingGroupProperties", Map.of());
    answer.put("thingGroupMetadata", Map.<String, Instant>of("creationDate", group.createdAt()));
    return answer;
  }

  private Map<String, Object> listed(Page<String> page) {
    return page(
        "thingGroups",
        page.items().stream().map(name -> new Listed(name, arn(name))).toList(),
        page);
  }

  private static Map<String, Object> page(String member, List<?> items, Page<String> page) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(member, items);
    String nextToken = page.nextToken();
    if (nextToken != null) {
      answer.put("nextToken", nextToken);
    }
    return answer;
  }

  private String arn(String groupName) {
    return subjects.group(groupName).targets().getFirst().arn();
  }
}
