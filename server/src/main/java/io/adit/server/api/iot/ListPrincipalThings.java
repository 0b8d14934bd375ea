package io.adit.server.api.iot;

import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.Page;
import io.adit.server.thing.Things;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the things that a certificate speaks for. */
final class ListPrincipalThings implements IotOperation<ListPrincipalThings.Input> {
  private final Things things;
  private final Subjects subjects;
  private final Arns arns;

  record Input(String certificateId, int maxResults, @Nullable String nextToken) {}

  record Output(List<String> things, @Nullable String nextToken) {}

  ListPrincipalThings(Things things, Arns arns, Subjects subjects) {
    this.subjects = subjects;
    this.things = things;
    this.arns = arns;
  }

  @Override
  public Route route() {
    return Route.of("ListPrincipalThings", "GET", "/principals/things");
  }

  @Override
  public Input read(IotCall call, Violations violations) {
    return new Input(
        arns.certificateId(call.header("x-amzn-principal"), violations),
        Members.pageSize(call, "maxResults", violations),
        call.query("nextToken"));
  }

  @Override
  public List<Subject> about(Input input) {
    return List.of(subjects.certificate(input.certificateId()));
  }

  @Override
  public Output run(Caller caller, Input input) {
    Page<String> page =
        things.thingsOf(input.certificateId(), input.maxResults(), input.nextToken());
    return new Output(page.items(), page.nextToken());
  }
}
