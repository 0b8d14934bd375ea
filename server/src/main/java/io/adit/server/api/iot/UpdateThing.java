package io.adit.server.api.iot;

import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.Thing;
import io.adit.server.thing.Things;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes a thing's type and attributes; an empty value takes its attribute away. */
final class UpdateThing implements IotOperation<UpdateThing.Input> {
  private final Things things;
  private final Subjects subjects;

  record Body(
      @Nullable String thingTypeName,
      @Nullable AttributePayload attributePayload,
      @Nullable Long expectedVersion,
      @Nullable Boolean removeThingType) {}

  record Input(String thingName, Body body) {}

  UpdateThing(Things things, Subjects subjects) {
    this.subjects = subjects;
    this.things = things;
  }

  @Override
  public Route route() {
    return Route.of("UpdateThing", "PATCH", "/things/{thingName}");
  }

  @Override
  public Input read(IotCall call, Violations violations) {
    String thingName = Members.thingName(call, violations);
    Body body = call.body(Body.class);
    Members.name("thingTypeName", body.thingTypeName(), violations);
    Members.attributes(
        "attributePayload.attributes",
        AttributePayload.attributesOf(body.attributePayload()),
        violations);
    if (body.thingTypeName() != null && isTypeRemoved(body)) {
      violations.add("removeThingType", true, "Member must not come with thingTypeName");
    }
    return new Input(thingName, body);
  }

  @Override
  public List<Subject> about(Input input) {
    return List.of(subjects.thing(input.thingName()));
  }

  @Override
  public Map<String, Object> run(Caller caller, Input input) {
    Body body = input.body();
    things.update(
        input.thingName(),
        new Thing.Change(
            typeChange(body),
            AttributePayload.checked(body.attributePayload()),
            AttributePayload.isMerge(body.attributePayload()),
            body.expectedVersion()));
    return Map.of();
  }

  private static Thing.@Nullable TypeChange typeChange(Body body) {
    return body.thingTypeName() == null && !isTypeRemoved(body)
        ? null
        : new Thing.TypeChange(body.thingTypeName());
  }

  private static boolean isTypeRemoved(Body body) {
    return Boolean.TRUE.equals(body.removeThingType());
  }
}
