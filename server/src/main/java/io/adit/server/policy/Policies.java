package io.adit.server.policy;

import io.adit.server.policy.Statement.Effect;
import io.adit.server.policy.Subject.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The policies that count for somebody. A statement that denies wins; what no statement allows is
 * denied.
 */
public record Policies(List<Named> all) {
  /** Nothing is allowed. */
  public static final Policies NONE = new Policies(List.of());

  /** A policy under its name. */
  public record Named(String name, PolicyDocument document) {}

  /** How one statement stands to one resource, in words. */
  public record Step(String resource, Decision.Reason statement, String verdict) {}

  public Policies {
    all = List.copyOf(all);
  }

  public Policies and(List<Named> others) {
    return new Policies(Stream.concat(all.stream(), others.stream()).toList());
  }

  public Decision decide(Ask ask) {
    for (Target target : ask.targets()) {
      Optional<Decision.Reason> denying = first(Effect.DENY, ask, target);
      if (denying.isPresent()) {
        return new Decision.ExplicitlyDenied(target.arn(), denying.get());
      }
    }
    List<Decision.Reason> allowing = new ArrayList<>();
    for (Target target : ask.targets()) {
      Optional<Decision.Reason> found = first(Effect.ALLOW, ask, target);
      if (found.isEmpty()) {
        return new Decision.NotAllowed(target.arn());
      }
      allowing.add(found.get());
    }
    return new Decision.Allowed(List.copyOf(allowing));
  }

  private Optional<Decision.Reason> first(Effect effect, Ask ask, Target target) {
    for (Named policy : all) {
      for (Statement statement : policy.document().statements()) {
        if (statement.isOf(effect) && statement.applies(ask, target)) {
          return Optional.of(new Decision.Reason(policy.name(), statement.label()));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether an action is allowed whatever it is about: no need to look closer. */
  public boolean allowAlways(String action) {
    Ask ask = new Ask(action, List.of(), Facts.NONE, Set.of());
    return statements().noneMatch(each -> each.isOf(Effect.DENY) && each.isForAction(ask))
        && statements()
            .anyMatch(
                each -> each.isOf(Effect.ALLOW) && each.isUnconditional() && each.isForAction(ask));
  }

  /** Whether there may be something that an action is allowed on; for pages, which ask later. */
  public boolean mayAllow(String action) {
    Ask ask = new Ask(action, List.of(), Facts.NONE, Set.of());
    return statements()
            .noneMatch(each ->
                each.isOf(Effect.DENY)
                    && each.resources().isAll()
                    && (each.conditions().isEmpty() || !each.problems().isEmpty())
                    && each.isForAction(ask))
        && statements()
            .anyMatch(each ->
                each.isOf(Effect.ALLOW) && each.problems().isEmpty() && each.isForAction(ask));
  }

  /** Their ARNs that can match nothing on a server, each with its policy, in words. */
  public List<String> strays(Place here) {
    return all.stream()
        .flatMap(policy ->
            policy.document().strays(here).stream().map(stray -> policy.name() + ": " + stray))
        .toList();
  }

  private Stream<Statement> statements() {
    return all.stream().flatMap(policy -> policy.document().statements().stream());
  }

  /** How each statement stands to each resource. */
  public List<Step> explain(Ask ask) {
    List<Step> steps = new ArrayList<>();
    for (Target target : ask.targets()) {
      for (Named policy : all) {
        for (Statement statement : policy.document().statements()) {
          steps.add(
              new Step(
                  target.arn(),
                  new Decision.Reason(policy.name(), statement.label()),
                  verdict(statement, ask, target)));
        }
      }
    }
    return List.copyOf(steps);
  }

  private static String verdict(Statement statement, Ask ask, Target target) {
    String effect = statement.effect().name().toLowerCase(Locale.ROOT);
    if (!statement.isForAction(ask)) {
      return "is not for this action, but for " + statement.actions();
    }
    if (!statement.isForTarget(ask, target)) {
      return "is not for this resource, but for " + statement.resources();
    }
    if (!statement.problems().isEmpty()) {
      String rest = statement.isOf(Effect.DENY) ? ", so it denies" : ", so it allows nothing";
      return "is not understood" + rest + ": " + String.join("; ", statement.problems());
    }
    return statement.conditions().stream()
        .filter(each -> !each.holds(ask, statement.effect()))
        .findFirst()
        .map(each -> "would " + effect + ", but " + each.unmet(ask))
        .orElse(effect.equals("allow") ? "allows" : "denies");
  }
}
