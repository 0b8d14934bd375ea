package io.adit.server.audit.chain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps secrets and floods out of records: what a name says is a secret, and what looks like a
 * token or a private key wherever it stands, is hidden; what is long, deep or wide is cut.
 */
final class Redaction {
  static final String HIDDEN = "(hidden)";

  private static final String DEEPER = "(deeper)";

  private static final int MOST_CHARS = 1024;
  private static final int MOST_ITEMS = 64;
  private static final int MOST_DEPTH = 6;

  private static final List<String> SECRET_NAMES =
      List.of(
          "token",
          "password",
          "passphrase",
          "secret",
          "privatekey",
          "credential",
          "authorization",
          "cookie");

  /** A client access token as this server mints them, and whatever has the same form. */
  private static final Pattern TOKEN =
      Pattern.compile("(?<![A-Za-z0-9_-])A[A-Za-z0-9_-]{63}(?![A-Za-z0-9_-])");

  private static final String PRIVATE_KEY = "PRIVATE KEY-----";

  private Redaction() {}

  /** A text without what looks like a secret, and not longer than a record can bear. */
  static String text(String text) {
    if (text.contains(PRIVATE_KEY)) {
      return HIDDEN;
    }
    String open = text.length() < 64 ? text : TOKEN.matcher(text).replaceAll(HIDDEN);
    return open.length() <= MOST_CHARS ? open : cut(open);
  }

  /** A value, and all that is in it, fit to be recorded. */
  static Object value(Object value) {
    return value(value, 0);
  }

  private static Object value(@Nullable Object value, int depth) {
    return switch (value) {
      case String text -> text(text);
      case Map<?, ?> members -> depth < MOST_DEPTH ? members(members, depth) : DEEPER;
      case Collection<?> items -> depth < MOST_DEPTH ? items(items, depth) : DEEPER;
      case Number number -> number;
      case Boolean truth -> truth;
      case null -> "";
      default -> text(value.toString());
    };
  }

  private static List<Object> items(Collection<?> all, int depth) {
    List<Object> items = new ArrayList<>();
    all.stream().limit(MOST_ITEMS).forEach(item -> items.add(value(item, depth + 1)));
    if (all.size() > MOST_ITEMS) {
      items.add("(%d more)".formatted(all.size() - MOST_ITEMS));
    }
    return items;
  }

  private static Map<String, Object> members(Map<?, ?> all, int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    all.entrySet().stream()
        .limit(MOST_ITEMS)
        .forEach(member -> {
          String name = text(String.valueOf(member.getKey()));
          members.put(name, isSecret(name) ? HIDDEN : value(member.getValue(), depth + 1));
        });
    if (all.size() > MOST_ITEMS) {
      members.put("(more)", all.size() - MOST_ITEMS);
    }
    return members;
  }

  /** Whether the name of a member says that its value is nobody's business. */
  static boolean isSecret(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    return SECRET_NAMES.stream().anyMatch(plain::contains);
  }

  private static String cut(String text) {
    int end = MOST_CHARS;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }
}
