package io.adit.server.api.iot;

import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.Thing;
import io.adit.server.thing.Things;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Registers a thing; one that is there already, and the same, is no fault. */
final class CreateThing implements IotOperation<CreateThing.Input> {
  private final Things things;
  private final Subjects subjects;
  private final Arns arns;

  record Body(
      @Nullable String thingTypeName,
      @Nullable AttributePayload attributePayload,
      @Nullable String billingGroupName) {}

  record Input(String thingName, Body body) {}

  record Output(String thingName, String thingArn, String thingId) {}

  CreateThing(Things things, Arns arns, Subjects subjects) {
    this.subjects = subjects;
    this.things = things;
    this.arns = arns;
  }

  @Override
  public Route route() {
    return Route.of("CreateThing", "POST", "/things/{thingName}");
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
    Members.name("billingGroupName", body.billingGroupName(), violations);
    if (body.billingGroupName() != null) {
      violations.add(
          "billingGroupName", body.billingGroupName(), "There are no billing groups here");
    }
    return new Input(thingName, body);
  }

  @Override
  public List<Subject> about(Input input) {
    return List.of(subjects.thing(input.thingName()));
  }

  @Override
  public Output run(Caller caller, Input input) {
    Map<String, String> attributes =
        Objects.requireNonNullElse(
            AttributePayload.checked(input.body().attributePayload()), Map.<String, String>of());
    Thing thing =
        things.create(new Thing.Draft(input.thingName(), input.body().thingTypeName(), attributes));
    return new Output(thing.thingName(), arns.thing(thing.thingName()), thing.thingId());
  }
}
