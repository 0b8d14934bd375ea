package io.adit.server.auth;

import io.adit.server.policy.Decision;

/** It is known who calls, and that this is not for them. The text is for the caller, and AWS's. */
public final class AccessDeniedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AccessDeniedException(String arn, String action, Decision decision) {
    super(
        switch (decision) {
          case Decision.ExplicitlyDenied denied ->
              "User: %s is not authorized to perform: %s on resource: %s with an explicit deny in an identity-based policy"
                  .formatted(arn, action, denied.resource());
          case Decision.NotAllowed denied ->
              "User: %s is not authorized to perform: %s on resource: %s because no identity-based policy allows the %2$s action"
                  .formatted(arn, action, denied.resource());
          case Decision.Allowed _ -> throw new IllegalArgumentException("allowed: " + action);
        });
  }
}
