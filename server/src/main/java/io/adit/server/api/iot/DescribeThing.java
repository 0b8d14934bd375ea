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

/** Shows a thing. */
final class DescribeThing implements IotOperation<String> {
  private final Things things;
  private final Subjects subjects;
  private final Arns arns;

  record Output(
      String defaultClientId,
      String thingName,
      String thingId,
      String thingArn,
      @Nullable String thingTypeName,
      Map<String, String> attributes,
      long version) {}

  DescribeThing(Things things, Arns arns, Subjects subjects) {
    this.subjects = subjects;
    this.things = things;
    this.arns = arns;
  }

  @Override
  public Route route() {
    return Route.of("DescribeThing", "GET", "/things/{thingName}");
  }

  @Override
  public String read(IotCall call, Violations violations) {
    return Members.thingName(call, violations);
  }

  @Override
  public List<Subject> about(String thingName) {
    return List.of(subjects.thing(thingName));
  }

  @Override
  public Output run(Caller caller, String thingName) {
    Thing thing = things.describe(thingName);
    return new Output(
        thing.thingName(),
        thing.thingName(),
        thing.thingId(),
        arns.thing(thing.thingName()),
        thing.thingTypeName(),
        thing.attributes(),
        thing.version());
  }
}
