package io.adit.server.api.access;

import static java.util.Objects.requireNonNull;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Trial;
import io.adit.server.principal.PolicyBook;
import io.adit.server.principal.Principals;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says what the policies of a user would say to a call, and why. */
final class PolicyTrial {
  private final PolicyBook book;
  private final Principals principals;
  private final Subjects subjects;

  /**
   * @param resources all of which must be allowed
   * @param context more condition keys with their values
   */
  record Input(
      @Nullable String userName,
      @Nullable String action,
      @Nullable List<String> resources,
      @Nullable Map<String, List<String>> context) {}

  PolicyTrial(PolicyBook book, Principals principals, Subjects subjects) {
    this.book = book;
    this.principals = principals;
    this.subjects = subjects;
  }

  Operation<Input> operation() {
    return new AccessCall<>(
        "TestPolicies",
        Input.class,
        PolicyTrial::check,
        input -> subjects.user(requireNonNull(input.userName())),
        (_, input) -> run(input));
  }

  private static void check(Input input, Violations violations) {
    violations.required("userName", input.userName());
    violations.required("action", input.action());
    violations.size("resources", input.resources(), 1, 20);
  }

  private Trial run(Input input) {
    String user = requireNonNull(input.userName());
    book.requirePrincipal(user);
    Caller caller = principals.imagined(user);
    return Trial.of(
            caller.policies(),
            new Trial.Asked(
                requireNonNull(input.action()),
                Objects.requireNonNullElse(input.resources(), List.of("*")),
                Objects.requireNonNullElse(input.context(), Map.of())),
            caller.facts())
        .with(book.strays(caller.policies()));
  }
}
