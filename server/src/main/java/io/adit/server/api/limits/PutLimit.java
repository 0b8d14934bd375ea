package io.adit.server.api.limits;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.limit.LimitName;
import io.adit.server.limit.OwnLimit;
import io.adit.server.policy.Subject;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adit's own: gives one principal or thing a limit in place of everybody's, from now on. */
final class PutLimit implements Operation<PutLimit.Input> {
  private final LimitDesk desk;

  /**
   * @param limit which, as {@link LimitName} spells it
   * @param value of the limit's form, or off
   */
  record Input(
      @Nullable String principal,
      @Nullable String thing,
      @Nullable String limit,
      @Nullable String value) {
    SubjectInput subject() {
      return new SubjectInput(principal, thing);
    }
  }

  record Output(ShownLimit limit) {}

  PutLimit(LimitDesk desk) {
    this.desk = desk;
  }

  @Override
  public void check(Input input, Violations violations) {
    input.subject().checkLimit(input.limit(), violations);
    String value = input.value();
    violations.required("value", value);
    if (value != null && input.limit() != null) {
      LimitName.of(input.limit())
          .flatMap(limit -> limit.problem(value))
          .ifPresent(problem -> violations.add("value", value, problem));
    }
  }

  @Override
  public List<Subject> about(Input input) {
    return Subjects.all();
  }

  @Override
  public Output run(Caller caller, Input input) {
    OwnLimit limit =
        new OwnLimit(
            input.subject().subject(),
            LimitName.of(Objects.requireNonNull(input.limit())).orElseThrow(),
            Objects.requireNonNull(input.value()));
    desk.limits().put(limit);
    return new Output(ShownLimit.of(limit));
  }

  @Override
  public String name() {
    return "PutLimit";
  }

  @Override
  public Class<Input> inputType() {
    return Input.class;
  }
}
