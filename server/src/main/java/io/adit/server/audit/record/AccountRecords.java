package io.adit.server.audit.record;

import io.adit.server.api.CallOrigin;
import io.adit.server.api.CallUnavailableException;
import io.adit.server.audit.AuditException;
import io.adit.server.audit.AuditLog;
import io.adit.server.audit.chain.AuditEntry;
import io.adit.server.audit.chain.AuditEvent;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records who signs in and out at the console, and what its pages change beside the calls of the
 * API. What was done is on disk before the browser hears of it.
 */
public final class AccountRecords {
  private static final String SERVICE = "Console";

  private final AuditLog log;
  private final InstantSource clock;

  /** How somebody proved who they are. */
  public enum How {
    PASSWORD("password"),
    PROVIDER("oidc"),
    ONE_TIME_LINK("one-time link");

    private final String word;

    How(String word) {
      this.word = word;
    }
  }

  /**
   * What a page changes.
   *
   * @param parameters without secrets
   */
  public record Change(String operation, Map<String, String> parameters) {}

  public AccountRecords(AuditLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /** Signs somebody in, unless that cannot be recorded. */
  public void signedIn(String user, How how, CallOrigin origin) {
    append(
        at(AuditEvent.SIGN_IN, origin)
            .with("user", user)
            .with("via", how.word)
            .with("outcome", "done"));
  }

  /**
   * Nobody was signed in.
   *
   * @param user that was named; null: none was, or it cannot be told
   */
  public void refused(@Nullable String user, How how, CallOrigin origin, String error) {
    log.offerOfStranger(
        at(AuditEvent.SIGN_IN, origin)
            .with("claimedUser", user)
            .with("via", how.word)
            .with("outcome", "failed")
            .with("error", error),
        origin.remoteAddress());
  }

  public void signedOut(String user, CallOrigin origin) {
    log.add(at(AuditEvent.SIGN_OUT, origin).with("user", user));
  }

  /**
   * Does what a page asks for, and records it as a call.
   *
   * @param user who asks
   */
  public <T> T change(String user, CallOrigin origin, Change change, Supplier<T> work) {
    requireWritable();
    AuditEntry entry =
        new AuditEntry(clock.instant(), AuditEvent.API_CALL)
            .with("user", user)
            .with("via", "console")
            .with("address", origin.remoteAddress())
            .with("userAgent", origin.userAgent())
            .with("requestId", origin.requestId())
            .with("service", SERVICE)
            .with("operation", change.operation())
            .with("parameters", change.parameters());
    T done;
    try {
      done = work.get();
    } catch (RuntimeException e) {
      log.add(
          entry
              .with("outcome", "failed")
              .with("error", e.getClass().getSimpleName())
              .with("reason", e.getMessage()));
      throw e;
    }
    append(entry.with("outcome", "done"));
    return done;
  }

  /** Throws CallUnavailableException when nothing can be recorded. */
  public void requireWritable() {
    try {
      log.requireWritable();
    } catch (AuditException e) {
      throw new CallUnavailableException(
          "This is not done, since it could not be recorded. " + e.getMessage(), e);
    }
  }

  private void append(AuditEntry entry) {
    try {
      log.append(entry);
    } catch (AuditException e) {
      throw new CallUnavailableException(
          "This was done, but could not be recorded. " + e.getMessage(), e);
    }
  }

  private AuditEntry at(AuditEvent event, CallOrigin origin) {
    return new AuditEntry(clock.instant(), event)
        .with("address", origin.remoteAddress())
        .with("userAgent", origin.userAgent())
        .with("requestId", origin.requestId());
  }
}
