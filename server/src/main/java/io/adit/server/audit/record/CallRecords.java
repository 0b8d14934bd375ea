package io.adit.server.audit.record;

import io.adit.server.api.CallListener;
import io.adit.server.api.CallReport;
import io.adit.server.api.CallUnavailableException;
import io.adit.server.api.Failure;
import io.adit.server.api.Json;
import io.adit.server.audit.AuditException;
import io.adit.server.audit.AuditLog;
import io.adit.server.audit.chain.AuditEntry;
import io.adit.server.audit.chain.AuditEvent;
import io.adit.server.auth.Caller;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records each call of the API. One that has changed something is on disk before its caller has the
 * answer; all others a moment later.
 */
public final class CallRecords implements CallListener {
  private static final String JSON = "json";
  private static final int NANOS_PER_MICRO = 1_000;

  private final AuditLog log;
  private final InstantSource clock;

  public CallRecords(AuditLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  @Override
  public void onCalled(Caller caller, String operation) {
    if (!isLook(operation)) {
      try {
        log.requireWritable();
      } catch (AuditException e) {
        throw new CallUnavailableException(
            "This is not done, since it could not be recorded. " + e.getMessage(), e);
      }
    }
  }

  @Override
  public void onAnswered(CallReport report) {
    AuditEntry entry = entry(report);
    if (report.caller() == null) {
      log.offerOfStranger(entry, report.origin().remoteAddress());
    } else if (report.failure() != null || isLook(report.operation())) {
      log.add(entry);
    } else {
      try {
        log.append(entry);
      } catch (AuditException e) {
        throw new CallUnavailableException(
            "This was done, but could not be recorded. " + e.getMessage(), e);
      }
    }
  }

  /** Whether an operation changes nothing. */
  private static boolean isLook(String operation) {
    return operation.isEmpty() || Looks.has(operation);
  }

  private AuditEntry entry(CallReport report) {
    Map<String, @Nullable Object> sent = sent(report);
    Failure failure = report.failure();
    boolean isChange = failure == null && !isLook(report.operation());
    Map<String, @Nullable Object> answered = isChange ? answered(report) : Map.of();
    AuditEntry entry = new AuditEntry(clock.instant(), AuditEvent.API_CALL);
    who(entry, report.caller());
    entry
        .with("address", report.origin().remoteAddress())
        .with("userAgent", report.origin().userAgent())
        .with("requestId", report.origin().requestId())
        .with("service", report.service())
        .with("operation", report.operation())
        .with("tunnelId", tunnelId(sent, answered))
        .with("thing", thing(sent))
        .with("parameters", sent.isEmpty() ? null : sent)
        .with("answer", answered.isEmpty() ? null : answered)
        .with("outcome", failure == null ? "done" : "failed")
        .with("status", report.answer().status());
    if (failure != null) {
      entry.with("error", failure.error().type());
      // What a stranger is told of a wrong signature repeats the whole request.
      entry.with("reason", report.caller() == null ? null : failure.message());
    }
    return entry.with("micros", report.took().toNanos() / NANOS_PER_MICRO);
  }

  private static void who(AuditEntry entry, @Nullable Caller caller) {
    if (caller != null) {
      entry
          .with("user", caller.user())
          .with("accessKeyId", caller.accessKeyId())
          .with("via", caller.accessKeyId() == null ? "console" : "signature");
    }
  }

  private static Map<String, @Nullable Object> sent(CallReport report) {
    try {
      return report.members().get();
    } catch (RuntimeException e) {
      // It says so in its error.
      return Map.of();
    }
  }

  private static Map<String, @Nullable Object> answered(CallReport report) {
    boolean isJson =
        report.answer().headers().getOrDefault("Content-Type", "").contains(JSON)
            && report.answer().body().length > 0;
    return isJson ? Json.members(Json.tree(report.answer().body())) : Map.of();
  }

  private static @Nullable String tunnelId(
      Map<String, @Nullable Object> sent, Map<String, @Nullable Object> answered) {
    String named =
        Stream.of(sent, answered)
            .map(members -> text(members, "tunnelId"))
            .filter(id -> id != null)
            .findFirst()
            .orElse(null);
    String arn = text(sent, "resourceArn");
    return named == null && arn != null && arn.contains(":tunnel/")
        ? arn.substring(arn.lastIndexOf('/') + 1)
        : named;
  }

  private static @Nullable String thing(Map<String, @Nullable Object> sent) {
    return sent.get("destinationConfig") instanceof Map<?, ?> config
        ? config.get("thingName") instanceof String name ? name : null
        : text(sent, "thingName");
  }

  private static @Nullable String text(Map<String, @Nullable Object> members, String name) {
    return members.get(name) instanceof String text ? text : null;
  }
}
