package io.adit.server.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A decision with all that led to it, in words.
 *
 * @param because the statements that decided, or that none did
 * @param steps how each statement stands to each resource
 * @param warnings what of the policies can match nothing here, whatever is asked
 */
public record Trial(
    boolean allowed, String because, List<Policies.Step> steps, List<String> warnings) {

  /**
   * What is tried.
   *
   * @param context values of condition keys; they take the place of those that are known
   */
  public record Asked(String action, List<String> resources, Map<String, List<String>> context) {}

  /** Throws PolicyException for what cannot be asked. */
  public static Trial of(Policies policies, Asked asked, Facts known) {
    if (!asked.action().matches("[a-zA-Z0-9-]+:[a-zA-Z0-9]+")) {
      throw new PolicyException(
          "'%s' is no action; one is such as iot:OpenTunnel".formatted(asked.action()));
    }
    Facts facts = known;
    for (Map.Entry<String, List<String>> each : asked.context().entrySet()) {
      if (ConditionKey.named(each.getKey()).isEmpty()) {
        throw new PolicyException(
            "There is no condition key '%s'; known are %s"
                .formatted(each.getKey(), ConditionKey.words().toList()));
      }
      facts = facts.without(each.getKey()).and(each.getKey(), each.getValue());
    }
    Ask ask = new Ask(asked.action(), targets(asked.resources()), facts, Set.of());
    Decision decision = policies.decide(ask);
    return new Trial(
        decision.isAllowed(), because(decision, ask), policies.explain(ask), List.of());
  }

  public Trial with(List<String> moreWarnings) {
    return new Trial(allowed, because, steps, List.copyOf(moreWarnings));
  }

  /** The first tunnel stands in for things, as it does in calls. */
  private static List<Subject.Target> targets(List<String> resources) {
    String tunnel =
        resources.stream().filter(arn -> arn.contains(":tunnel/")).findFirst().orElse(null);
    List<Subject.Target> targets = new ArrayList<>();
    for (String arn : resources) {
      targets.add(new Subject.Target(arn, arn.contains(":thing/") ? tunnel : null));
    }
    return targets;
  }

  private static String because(Decision decision, Ask ask) {
    return switch (decision) {
      case Decision.Allowed allowed ->
          "allowed by "
              + String.join(
                  " and ", allowed.by().stream().map(Object::toString).distinct().toList());
      case Decision.ExplicitlyDenied denied ->
          "denied by %s on %s".formatted(denied.by(), denied.resource());
      case Decision.NotAllowed denied ->
          "denied: no statement allows %s on %s".formatted(ask.action(), denied.resource());
    };
  }
}
