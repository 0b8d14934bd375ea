package io.adit.server.api.iot;

import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.thing.Things;
import java.util.Map;

/** Ends that a certificate speaks for a thing; one that does not is no fault. */
final class DetachThingPrincipal implements IotOperation<DetachThingPrincipal.Input> {
  private final Things things;
  private final Arns arns;

  record Input(String thingName, String certificateId) {}

  DetachThingPrincipal(Things things, Arns arns) {
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
  public Map<String, Object> run(Caller caller, Input input) {
    things.detach(input.thingName(), input.certificateId());
    return Map.of();
  }
}
