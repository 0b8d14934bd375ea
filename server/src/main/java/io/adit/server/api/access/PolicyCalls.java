package io.adit.server.api.access;

import static java.util.Objects.requireNonNull;

import io.adit.server.api.Operation;
import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.policy.PolicyDocument;
import io.adit.server.policy.Subject;
import io.adit.server.principal.PolicyBook;
import io.adit.server.principal.PolicyStore.Attachment;
import io.adit.server.principal.StoredPolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Policies, and to whom they are attached. */
final class PolicyCalls {
  private final PolicyBook book;
  private final Subjects subjects;

  record Nothing() {}

  /**
   * @param replace whether it takes the place of one that is there; null: no
   */
  record Created(
      @Nullable String policyName, @Nullable String policyDocument, @Nullable Boolean replace) {}

  record Named(@Nullable String policyName) {}

  /**
   * @param attachedTo a user, or {@link PolicyBook#DATA_PLANE}
   */
  record Attached(@Nullable String policyName, @Nullable String attachedTo) {}

  record Principal(@Nullable String attachedTo) {}

  /**
   * @param warnings what of it can match nothing on this server
   */
  record Shown(
      String policyName, String policyDocument, List<String> attachedTo, List<String> warnings) {}

  PolicyCalls(PolicyBook book, Subjects subjects) {
    this.book = book;
    this.subjects = subjects;
  }

  List<Operation<?>> all() {
    return List.of(
        createPolicy(),
        getPolicy(),
        listPolicies(),
        deletePolicy(),
        attachPolicy(),
        detachPolicy(),
        listAttachedPolicies());
  }

  private Operation<?> createPolicy() {
    return new AccessCall<>(
        "CreatePolicy",
        Created.class,
        PolicyCalls::check,
        input -> policy(input.policyName()),
        (_, input) -> create(input));
  }

  private Operation<?> getPolicy() {
    return new AccessCall<>(
        "GetPolicy",
        Named.class,
        (input, violations) -> violations.required("policyName", input.policyName()),
        input -> policy(input.policyName()),
        (_, input) -> shown(book.get(requireNonNull(input.policyName()))));
  }

  private Operation<?> listPolicies() {
    return new AccessCall<>(
        "ListPolicies",
        Nothing.class,
        (_, _) -> {},
        _ -> policy("*"),
        (_, _) -> Map.of("policies", book.list().stream().map(this::shown).toList()));
  }

  private Operation<?> deletePolicy() {
    return new AccessCall<>(
        "DeletePolicy",
        Named.class,
        (input, violations) -> violations.required("policyName", input.policyName()),
        input -> policy(input.policyName()),
        (_, input) -> {
          book.delete(requireNonNull(input.policyName()));
          return Map.of();
        });
  }

  private Operation<?> attachPolicy() {
    return new AccessCall<>(
        "AttachPolicy",
        Attached.class,
        PolicyCalls::check,
        this::attachment,
        (_, input) -> {
          String name = requireNonNull(input.policyName());
          book.attach(name, requireNonNull(input.attachedTo()));
          return Map.of("warnings", book.strays(book.get(name)));
        });
  }

  private Operation<?> detachPolicy() {
    return new AccessCall<>(
        "DetachPolicy",
        Attached.class,
        PolicyCalls::check,
        this::attachment,
        (_, input) -> {
          book.detach(requireNonNull(input.policyName()), requireNonNull(input.attachedTo()));
          return Map.of();
        });
  }

  private Operation<?> listAttachedPolicies() {
    return new AccessCall<>(
        "ListAttachedPolicies",
        Principal.class,
        (input, violations) -> violations.required("attachedTo", input.attachedTo()),
        input -> subjects.user(requireNonNull(input.attachedTo())),
        (_, input) -> Map.of("policyNames", attached(requireNonNull(input.attachedTo()))));
  }

  private static void check(Created input, Violations violations) {
    violations.required("policyName", input.policyName());
    violations.matches("policyName", input.policyName(), StoredPolicy.NAME);
    violations.required("policyDocument", input.policyDocument());
    violations.length("policyDocument", input.policyDocument(), 1, PolicyDocument.MOST_CHARS);
  }

  private static void check(Attached input, Violations violations) {
    violations.required("policyName", input.policyName());
    violations.required("attachedTo", input.attachedTo());
  }

  private Subject policy(@Nullable String policyName) {
    return subjects.policy(requireNonNull(policyName));
  }

  /** Both must be allowed: whose rights change, and by which policy. */
  private Subject attachment(Attached input) {
    return subjects
        .user(requireNonNull(input.attachedTo()))
        .on(policy(input.policyName()).targets().getFirst());
  }

  private Shown create(Created input) {
    String name = requireNonNull(input.policyName());
    String document = requireNonNull(input.policyDocument());
    return shown(
        Boolean.TRUE.equals(input.replace())
            ? book.replace(name, document)
            : book.create(name, document));
  }

  private Shown shown(StoredPolicy policy) {
    return new Shown(
        policy.name(),
        policy.document(),
        book.attachments().stream()
            .filter(each -> each.policy().equals(policy.name()))
            .map(Attachment::attachedTo)
            .toList(),
        book.strays(policy));
  }

  private List<String> attached(String name) {
    book.requirePrincipal(name);
    return book.attachments().stream()
        .filter(each -> each.attachedTo().equals(name))
        .map(Attachment::policy)
        .toList();
  }
}
