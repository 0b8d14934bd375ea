package io.adit.server.policy;

import java.util.List;
import java.util.Locale;

/**
 * One statement of a policy.
 *
 * @param label its Sid, or its place
 * @param actions in small letters
 * @param isForAnybody whether it has a Principal, as policies of the data plane may
 * @param problems what is not understood of it; empty: all is
 */
record Statement(
    String label,
    Effect effect,
    Match actions,
    Match resources,
    List<Condition> conditions,
    boolean isForAnybody,
    List<String> problems) {

  /** What follows where it applies. */
  enum Effect {
    ALLOW,
    DENY
  }

  boolean isOf(Effect wanted) {
    return effect == wanted;
  }

  /**
   * Whether its effect is a target's. What is not understood does not allow, and denies whatever
   * its actions and resources are for.
   */
  boolean applies(Ask ask, Subject.Target target) {
    return isForAction(ask)
        && isForTarget(ask, target)
        && (problems.isEmpty()
            ? conditions.stream().allMatch(each -> each.holds(ask, effect))
            : effect == Effect.DENY);
  }

  boolean isForAction(Ask ask) {
    return actions.includes(ask.action().toLowerCase(Locale.ROOT), ask.facts(), effect);
  }

  boolean isForTarget(Ask ask, Subject.Target target) {
    String standIn = target.standIn();
    return resources.includes(target.arn(), ask.facts(), effect)
        || (standIn != null
            && conditions.stream().anyMatch(each -> each.key().selectsThings())
            && resources.includes(standIn, ask.facts(), effect));
  }

  /** Whether it is for every resource, whatever the call. */
  boolean isUnconditional() {
    return problems.isEmpty() && conditions.isEmpty() && resources.isAll();
  }
}
