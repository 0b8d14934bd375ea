package io.adit.server.auth;

/** It is known who calls, and that this is not for them. The text is for the caller. */
public final class AccessDeniedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AccessDeniedException(Caller caller, String action) {
    super(
        "User %s is not authorized to perform: %s. The role %s does not include it; an administrator can give another one."
            .formatted(caller.user(), action, caller.role().word()));
  }
}
