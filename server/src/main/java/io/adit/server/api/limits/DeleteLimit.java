package io.adit.server.api.limits;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.limit.LimitHolder;
import io.adit.server.limit.LimitName;
import io.adit.server.policy.Subject;
import io.adit.server.thing.RegistryException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adit's own: takes a limit of its own from one principal or thing, so that everybody's holds. */
final class DeleteLimit implements Operation<DeleteLimit.Input> {
  private final LimitDesk desk;

  record Input(@Nullable String principal, @Nullable String thing, @Nullable String limit) {
    SubjectInput subject() {
      return new SubjectInput(principal, thing);
    }
  }

  DeleteLimit(LimitDesk desk) {
    this.desk = desk;
  }

  @Override
  public void check(Input input, Violations violations) {
    input.subject().checkLimit(input.limit(), violations);
  }

  @Override
  public List<Subject> about(Input input) {
    return Subjects.all();
  }

  @Override
  public Map<String, Object> run(Caller caller, Input input) {
    LimitHolder subject = input.subject().subject();
    LimitName limit = LimitName.of(Objects.requireNonNull(input.limit())).orElseThrow();
    if (!desk.limits().remove(subject, limit)) {
      throw RegistryException.notFound(
          "The %s has no limit %s of its own; everybody's holds already"
              .formatted(subject, limit.word()));
    }
    return Map.of();
  }

  @Override
  public String name() {
    return "DeleteLimit";
  }

  @Override
  public Class<Input> inputType() {
    return Input.class;
  }
}
