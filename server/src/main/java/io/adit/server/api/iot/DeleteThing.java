package io.adit.server.api.iot;

import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.Things;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Forgets a thing that nothing is attached to; one that is not there is no fault. */
final class DeleteThing implements IotOperation<DeleteThing.Input> {
  private final Things things;
  private final Subjects subjects;

  record Input(String thingName, @Nullable Long expectedVersion) {}

  DeleteThing(Things things, Subjects subjects) {
    this.subjects = subjects;
    this.things = things;
  }

  @Override
  public Route route() {
    return Route.of("DeleteThing", "DELETE", "/things/{thingName}");
  }

  @Override
  public Input read(IotCall call, Violations violations) {
    return new Input(
        Members.thingName(call, violations), call.number("expectedVersion", violations));
  }

  @Override
  public List<Subject> about(Input input) {
    return List.of(subjects.thing(input.thingName()));
  }

  @Override
  public Map<String, Object> run(Caller caller, Input input) {
    things.delete(input.thingName(), input.expectedVersion());
    return Map.of();
  }
}
