package io.adit.server.api.limits;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.RegistryException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adit's own: forgets how much of its budget a thing has used. */
final class ResetDataUse implements Operation<ResetDataUse.Input> {
  private final LimitDesk desk;

  record Input(@Nullable String thing) {}

  record Output(ShownUse use) {}

  ResetDataUse(LimitDesk desk) {
    this.desk = desk;
  }

  @Override
  public void check(Input input, Violations violations) {
    violations.required("thing", input.thing());
    violations.matches("thing", input.thing(), SubjectInput.THING);
  }

  @Override
  public List<Subject> about(Input input) {
    return Subjects.all();
  }

  @Override
  public Output run(Caller caller, Input input) {
    String thing = Objects.requireNonNull(input.thing());
    return desk.budgets()
        .reset(thing)
        .map(use -> new Output(ShownUse.of(use)))
        .orElseThrow(() ->
            RegistryException.notFound(
                "The thing %s has no data budget; give it one first (adit limits set --thing %s data=2GB/month)"
                    .formatted(thing, thing)));
  }

  @Override
  public String name() {
    return "ResetDataUse";
  }

  @Override
  public Class<Input> inputType() {
    return Input.class;
  }
}
