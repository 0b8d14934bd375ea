package io.adit.server.auth;

import io.adit.server.policy.Ask;
import io.adit.server.policy.Decision;
import io.adit.server.policy.Facts;
import io.adit.server.policy.Policies;
import io.adit.server.policy.Subject;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who makes a call.
 *
 * @param accessKeyId what the request was signed with; null: it came from the console
 * @param arn the user's Amazon Resource Name
 * @param policies those that count for the user
 * @param facts what is known of the user and the request, whatever the call
 */
public record Caller(
    @Nullable String accessKeyId, String user, String arn, Policies policies, Facts facts) {
  private static final Logger LOG = LoggerFactory.getLogger(Caller.class);

  /**
   * Throws AccessDeniedException unless the caller may do this.
   *
   * @param about what the call is about; asked only where it matters
   */
  public void require(String action, Supplier<List<Subject>> about) {
    if (!mayAlways(action)) {
      about.get().forEach(subject -> require(action, subject));
    }
  }

  /** Throws AccessDeniedException unless the caller may do this. */
  public void require(String action, Subject subject) {
    Ask ask = Ask.of(action, subject, facts);
    Decision decision = policies.decide(ask);
    if (decision.isAllowed()) {
      return;
    }
    LOG.info("{} may not {}: {}", arn, ask.action(), decision);
    LOG.debug("Policies of {}: {}", arn, policies.explain(ask));
    Subject.Hidden hidden = subject.hidden();
    if (hidden == null) {
      throw new AccessDeniedException(arn, action, decision);
    }
    // Who may not see a resource is told the same as where there is none.
    Decision blind = policies.decide(Ask.of(action, hidden.subject(), facts));
    throw blind.isAllowed()
        ? hidden.missing().get()
        : new AccessDeniedException(arn, action, blind);
  }

  /** Whether the caller may do this. */
  public boolean may(String action, Subject subject) {
    return mayAlways(action) || policies.decide(Ask.of(action, subject, facts)).isAllowed();
  }

  /** Whether the caller may do this whatever it is about. */
  public boolean mayAlways(String action) {
    return policies.allowAlways(action);
  }
}
