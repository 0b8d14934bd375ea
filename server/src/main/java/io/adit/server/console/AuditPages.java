package io.adit.server.console;

import io.adit.server.audit.chain.AuditLine;
import io.adit.server.audit.read.AuditFilter;
import io.adit.server.audit.read.AuditReader;
import io.adit.server.auth.Actions;
import io.adit.server.http.Reply;
import io.adit.server.policy.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who did what; for administrators. */
final class AuditPages {
  private static final int PAGE_SIZE = 50;

  private final AuditReader reader;

  AuditPages(AuditReader reader) {
    this.reader = reader;
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.of("GET", "audit", this::list));
  }

  private Reply list(Asked asked) {
    asked.caller().require(Actions.READ_AUDIT_LOG, Subject.of("*"));
    var filter =
        new AuditFilter(
            asked.parameter("tunnel"),
            asked.parameter("user"),
            asked.parameter("thing"),
            asked.parameter("event"),
            time("since", asked.parameter("since")),
            time("until", asked.parameter("until")));
    AuditReader.Page page = page(filter, before(asked.parameter("before")));
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("records", page.lines().stream().map(AuditLine::tree).toList());
    body.put("next", page.next() == null ? null : page.next().toString());
    return Answers.ok(body);
  }

  private AuditReader.Page page(AuditFilter filter, long before) {
    try {
      return reader.before(before, filter, PAGE_SIZE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long before(@Nullable String text) {
    try {
      return text == null ? Long.MAX_VALUE : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ConsoleException.badInput(
          "'before' is not what a list returned as 'next'; ask again without it");
    }
  }

  private static @Nullable Instant time(String name, @Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw ConsoleException.badInput(
          "'%s' must be a time such as 2026-11-27T21:45:00Z, not '%s'".formatted(name, text));
    }
  }
}
