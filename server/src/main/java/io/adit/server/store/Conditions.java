package io.adit.server.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold for a row: conditions that people chose some of. */
final class Conditions {
  private final List<String> conditions = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();

  /** One more. */
  void and(String condition, Object... values) {
    conditions.add(condition);
    parameters.addAll(List.of(values));
  }

  /** One more, if there is a value for it. */
  void andIf(String condition, @Nullable Object value) {
    if (value != null) {
      and(condition, value);
    }
  }

  /**
   * One for a name, or for a name and its value.
   *
   * @param named a name, or both with an equals sign between; null: none
   * @param conditionForValue put in behind the name's
   */
  void andNamed(String condition, String conditionForValue, @Nullable String named) {
    if (named == null) {
      return;
    }
    int equals = named.indexOf('=');
    if (equals < 0) {
      and(condition.formatted(""), named);
    } else {
      and(
          condition.formatted(conditionForValue),
          named.substring(0, equals),
          named.substring(equals + 1));
    }
  }

  /** The value of a place behind the conditions. */
  void parameter(Object value) {
    parameters.add(value);
  }

  String where() {
    return conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
  }

  @Nullable Object[] parameters() {
    return parameters.toArray();
  }

  /** A pattern for what has this text in it, with the exclamation mark as its escape. */
  static String like(String text) {
    return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }
}
