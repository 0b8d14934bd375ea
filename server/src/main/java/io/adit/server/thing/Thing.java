package io.adit.server.thing;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A device, by its registered name.
 *
 * @param thingId a UUID; a thing that is made anew under its old name has another
 * @param attributes what things are found and grouped by; no value is empty
 * @param version 1 at first, and one more with each update
 */
public record Thing(
    String thingName,
    String thingId,
    @Nullable String thingTypeName,
    SortedMap<String, String> attributes,
    long version,
    Instant createdAt) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9:_-]{1,128}");

  public Thing {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  /** Whether a thing can have this name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** What the maker of a thing says of it; attributes with an empty value are none. */
  public record Draft(
      String thingName, @Nullable String thingTypeName, Map<String, String> attributes) {
    public Draft {
      attributes = Map.copyOf(attributes);
    }
  }

  /**
   * What is to be made of a thing.
   *
   * @param type null leaves it
   * @param attributes null leaves them; an empty value takes its attribute away
   * @param merge whether the other attributes stay
   * @param expectedVersion the only version that may be changed; null: any
   */
  public record Change(
      @Nullable TypeChange type,
      @Nullable Map<String, String> attributes,
      boolean merge,
      @Nullable Long expectedVersion) {
    public Change {
      attributes = attributes == null ? null : Map.copyOf(attributes);
    }
  }

  /** Another type, or none. */
  public record TypeChange(@Nullable String thingTypeName) {}

  /**
   * Which things are asked for; null: any.
   *
   * @param attributeValue of the attribute that is named
   * @param isPrefix whether it is the beginning of the value only
   */
  public record Filter(
      @Nullable String attributeName,
      @Nullable String attributeValue,
      boolean isPrefix,
      @Nullable String thingTypeName) {
    public static final Filter ALL = new Filter(null, null, false, null);
  }
}
