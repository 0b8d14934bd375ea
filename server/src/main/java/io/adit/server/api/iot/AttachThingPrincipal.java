package io.adit.server.api.iot;

import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.Things;
import java.util.List;
import java.util.Map;

/** Lets a certificate speak for a thing. */
final class AttachThingPrincipal implements IotOperation<AttachThingPrincipal.Input> {
  private static final String EXCLUSIVE = "EXCLUSIVE_THING";
  private static final List<String> TYPES = List.of(EXCLUSIVE, "NON_EXCLUSIVE_THING");

  private final Things things;
  private final Subjects subjects;
  private final Arns arns;

  record Input(String thingName, String certificateId, boolean exclusive) {}

  AttachThingPrincipal(Things things, Arns arns, Subjects subjects) {
    this.subjects = subjects;
    this.things = things;
    this.arns = arns;
  }

  @Override
  public Route route() {
    return Route.of("AttachThingPrincipal", "PUT", "/things/{thingName}/principals");
  }

  @Override
  public Input read(IotCall call, Violations violations) {
    String type = call.query("thingPrincipalType");
    violations.oneOf("thingPrincipalType", type, TYPES);
    return new Input(
        Members.thingName(call, violations),
        arns.certificateId(call.header("x-amzn-principal"), violations),
        EXCLUSIVE.equals(type));
  }

  @Override
  public List<Subject> about(Input input) {
    return List.of(subjects.thing(input.thingName()), subjects.certificate(input.certificateId()));
  }

  @Override
  public Map<String, Object> run(Caller caller, Input input) {
    things.attach(input.thingName(), input.certificateId(), input.exclusive());
    return Map.of();
  }
}
