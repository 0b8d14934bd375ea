package io.adit.server.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is known of a call: the values of condition keys. Names of keys are the same in any case, as
 * AWS has it. Immutable.
 */
public final class Facts {
  public static final Facts NONE = new Facts(Map.of());

  // By the key in small letters. Two tags that differ in case only are one key with two values.
  private final Map<String, List<String>> values;

  private Facts(Map<String, List<String>> values) {
    this.values = values;
  }

  /** Keys with one value each. */
  public static Facts of(Map<ConditionKey, String> known) {
    Map<String, List<String>> all = new HashMap<>();
    known.forEach((key, value) -> add(all, key.word().toLowerCase(Locale.ROOT), List.of(value)));
    return new Facts(all);
  }

  /** A key with one value. */
  public static Facts of(String key, String value) {
    return NONE.and(key, List.of(value));
  }

  public Facts and(String key, String value) {
    return and(key, List.of(value));
  }

  /** A key without values is as good as none. */
  public Facts and(String key, List<String> added) {
    if (added.isEmpty()) {
      return this;
    }
    Map<String, List<String>> all = new HashMap<>(values);
    add(all, key.toLowerCase(Locale.ROOT), added);
    return new Facts(all);
  }

  /** Both. */
  public Facts and(Facts others) {
    if (values.isEmpty() || others.values.isEmpty()) {
      return values.isEmpty() ? others : this;
    }
    Map<String, List<String>> all = new HashMap<>(values);
    others.values.forEach((key, added) -> add(all, key, added));
    return new Facts(all);
  }

  /** All but one key. */
  Facts without(String key) {
    Map<String, List<String>> rest = new HashMap<>(values);
    rest.remove(key.toLowerCase(Locale.ROOT));
    return new Facts(rest);
  }

  private static void add(Map<String, List<String>> all, String key, List<String> added) {
    all.merge(key, List.copyOf(added), Facts::joined);
  }

  private static List<String> joined(List<String> some, List<String> others) {
    List<String> both = new ArrayList<>(some);
    others.stream().filter(value -> !both.contains(value)).forEach(both::add);
    return List.copyOf(both);
  }

  /** Empty where it is not known. */
  List<String> of(String key) {
    return values.getOrDefault(key.toLowerCase(Locale.ROOT), List.of());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Facts facts && values.equals(facts.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
