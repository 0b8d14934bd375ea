package io.adit.server.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one call is about.
 *
 * @param targets its resources, all of which must be allowed
 * @param facts what is known of them and of the request
 * @param open keys that have another value for each thing that the answer is to list; a key that
 *     ends with a slash stands for all that begin so
 * @param hidden what the call looks like to who may not know that the resource is there; null:
 *     there is nothing to hide
 */
public record Subject(
    List<Target> targets, Facts facts, Set<String> open, @Nullable Hidden hidden) {

  /**
   * A resource.
   *
   * @param standIn a resource whose statements count for this one as well, where their condition
   *     says which things they are for; null: none
   */
  public record Target(String arn, @Nullable String standIn) {}

  /**
   * The same call where the resource is not there.
   *
   * @param missing what is thrown then
   */
  public record Hidden(Subject subject, Supplier<RuntimeException> missing) {}

  public Subject {
    targets = List.copyOf(targets);
    open = Set.copyOf(open);
  }

  public static Subject of(String arn) {
    return new Subject(List.of(new Target(arn, null)), Facts.NONE, Set.of(), null);
  }

  /** With one more resource. */
  public Subject on(String arn) {
    return on(new Target(arn, null));
  }

  public Subject on(Target target) {
    List<Target> all = new ArrayList<>(targets);
    all.add(target);
    return new Subject(all, facts, open, hidden);
  }

  /** With more that is known. */
  public Subject with(Facts more) {
    return new Subject(
        targets,
        facts.and(more),
        open,
        hidden == null ? null : new Hidden(hidden.subject().with(more), hidden.missing()));
  }

  public Subject withOpen(Set<String> keys) {
    return new Subject(targets, facts, keys, hidden);
  }

  public Subject hiding(Subject asIfMissing, Supplier<RuntimeException> missing) {
    return new Subject(targets, facts, open, new Hidden(asIfMissing, missing));
  }
}
