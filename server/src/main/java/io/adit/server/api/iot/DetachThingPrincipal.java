package io.adit.server.api.iot;

import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.Things;
import java.util.List;
import java.util.Map;

/** Ends that a certificate speaks for a thing; one that does not is no fault. */
final class DetachThingPrincipal implements IotOperation<DetachThingPrincipal.Input> {
  private final Things things;
  private final Subjects subjects;
  private final Arns arns;

  record Input(String thingName, String certificateId) {}

  DetachThingPrincipal(Things things, Arns arns, Subjects subjects) {
    this.subjects = subjects;
    this.things = things;
    this.arns = arns;
  }

  @Override
  public Route route() {
    return Route.of("DetachThingPrincipal", "DELETE", "/things/{thingName}/principals");
  }

  @Override
  public Input read(IotCall call, Violations violations) {
    return new Input(
        Members.thingName(call, violations),
        arns.certificateId(call.header("x-amzn-principal"), violations));
  }

  @Override
  public List<Subject> about(Input input) {
    return List.of(subjects.thing(input.thingName()), subjects.certificate(input.certificateId()));
  }

  @Override
  public Map<String, Object> run(Caller caller, Input input) {
    things.detach(input.thingName(), input.certificateId());
    return Map.of();
  }
}
