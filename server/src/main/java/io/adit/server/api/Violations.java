package io.adit.server.api;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The constraints that one input breaks, told all at once and in AWS's words. A member that was not
 * sent keeps every constraint but {@link #required}.
 */
public final class Violations {
  private static final int SHOWN_CHARS = 200;

  private final List<String> found = new ArrayList<>();

  public void required(String path, @Nullable Object value) {
    if (value == null) {
      add(path, null, "Member must not be null");
    }
  }

  public void matches(String path, @Nullable String value, Pattern pattern) {
    if (value != null && !pattern.matcher(value).matches()) {
      add(path, value, "Member must satisfy regular expression pattern: " + pattern);
    }
  }

  /** In Unicode characters, as the model counts. */
  public void length(String path, @Nullable String value, int least, int most) {
    if (value != null) {
      size(path, value, value.codePointCount(0, value.length()), least, most);
    }
  }

  public void size(String path, @Nullable List<?> value, int least, int most) {
    if (value != null) {
      size(path, value, value.size(), least, most);
    }
  }

  public void range(String path, @Nullable Number value, int least, int most) {
    if (value != null && value.longValue() < least) {
      add(path, value, "Member must have value greater than or equal to " + least);
    }
    if (value != null && value.longValue() > most) {
      add(path, value, "Member must have value less than or equal to " + most);
    }
  }

  public void oneOf(String path, @Nullable String value, List<String> allowed) {
    if (value != null && !allowed.contains(value)) {
      add(path, value, "Member must satisfy enum value set: " + allowed);
    }
  }

  /** A rule that is not of the model's forms. */
  public void add(String path, @Nullable Object value, String constraint) {
    found.add(
        "Value %s at '%s' failed to satisfy constraint: %s"
            .formatted(shown(value), path, constraint));
  }

  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new ApiException(
          ApiException.Fault.INVALID_INPUT,
          "%d validation error%s detected: %s"
              .formatted(found.size(), found.size() == 1 ? "" : "s", String.join("; ", found)));
    }
  }

  private void size(String path, Object value, int size, int least, int most) {
    if (size < least) {
      add(path, value, "Member must have length greater than or equal to " + least);
    }
    if (size > most) {
      add(path, value, "Member must have length less than or equal to " + most);
    }
  }

  private static String shown(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    String text = value.toString();
    return text.length() <= SHOWN_CHARS
        ? "'" + text + "'"
        : "'%s…' (%d characters)".formatted(text.substring(0, SHOWN_CHARS), text.length());
  }
}
