package io.adit.server.api.access;

import io.adit.server.api.Operation;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/** An operation that is put together from its parts. */
record AccessCall<I>(
    String name,
    Class<I> inputType,
    BiConsumer<I, Violations> checks,
    Function<I, Subject> subject,
    BiFunction<Caller, I, Object> work)
    implements Operation<I> {

  @Override
  public void check(I input, Violations violations) {
    checks.accept(input, violations);
  }

  @Override
  public List<Subject> about(I input) {
    return List.of(subject.apply(input));
  }

  @Override
  public Object run(Caller caller, I input) {
    return work.apply(caller, input);
  }
}
