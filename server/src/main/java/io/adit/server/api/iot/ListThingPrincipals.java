package io.adit.server.api.iot;

import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.Page;
import io.adit.server.thing.Things;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the certificates that speak for a thing. */
final class ListThingPrincipals implements IotOperation<ListThingPrincipals.Input> {
  private final Things things;
  private final Subjects subjects;
  private final Arns arns;

  record Input(String thingName, int maxResults, @Nullable String nextToken) {}

  record Output(List<String> principals, @Nullable String nextToken) {}

  ListThingPrincipals(Things things, Arns arns, Subjects subjects) {
    this.subjects = subjects;
    this.things = things;
    this.arns = arns;
  }

  @Override
  public Route route() {
    return Route.of("ListThingPrincipals", "GET", "/things/{thingName}/principals");
  }

  @Override
  public Input read(IotCall call, Violations violations) {
    return new Input(
        Members.thingName(call, violations),
        Members.pageSize(call, "maxResults", violations),
        call.query("nextToken"));
  }

  @Override
  public List<Subject> about(Input input) {
    return List.of(subjects.thing(input.thingName()));
  }

  @Override
  public Output run(Caller caller, Input input) {
    Page<String> page =
        things.certificatesOf(input.thingName(), input.maxResults(), input.nextToken());
    return new Output(page.items().stream().map(arns::certificate).toList(), page.nextToken());
  }
}
