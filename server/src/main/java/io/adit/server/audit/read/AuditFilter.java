package io.adit.server.audit.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.server.audit.chain.AuditLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which records are wanted; null: any.
 *
 * @param event as records spell it
 * @param since records from then on
 * @param until records before then
 */
public record AuditFilter(
    @Nullable String tunnelId,
    @Nullable String user,
    @Nullable String thing,
    @Nullable String event,
    @Nullable Instant since,
    @Nullable Instant until) {

  /** All records. */
  public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null);

  /** Whether it wants a record. */
  public boolean matches(AuditLine line) {
    if (this.equals(ALL)) {
      return true;
    }
    if (!names().allMatch(name -> contains(line.bytes(), name.getBytes(UTF_8)))) {
      return false;
    }
    JsonNode tree = line.tree();
    return is(tree, "tunnelId", tunnelId)
        && is(tree, "user", user)
        && is(tree, "thing", thing)
        && is(tree, "event", event)
        && isInTime(tree.path("at").asText());
  }

  /** Whether a record that was written then, and those before it, are too old. */
  boolean isTooOld(String at) {
    return since != null && at.compareTo(AuditLine.time(since)) < 0;
  }

  private boolean isInTime(String at) {
    return !isTooOld(at) && (until == null || at.compareTo(AuditLine.time(until)) < 0);
  }

  private static boolean is(JsonNode tree, String name, @Nullable String wanted) {
    return wanted == null || tree.path(name).asText().equals(wanted);
  }

  /** What a record must have somewhere: to look for it is cheaper than to read the record. */
  private Stream<String> names() {
    List<@Nullable String> names = new ArrayList<>(Arrays.asList(tunnelId, user, thing, event));
    return names.stream().filter(name -> name != null && isPlain(name)).map(String::valueOf);
  }

  /** JSON might spell others in another way. */
  private static boolean isPlain(String name) {
    return name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != '/');
  }

  private static boolean contains(byte[] bytes, byte[] wanted) {
    for (int start = 0; start <= bytes.length - wanted.length; start++) {
      if (bytes[start] == wanted[0]
          && Arrays.equals(bytes, start, start + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }
}
