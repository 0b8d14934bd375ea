package io.adit.server.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** How a condition compares a call's value with the policy's. */
enum Operator {
  STRING_EQUALS("StringEquals", Kind.TEXT, false),
  STRING_NOT_EQUALS("StringNotEquals", Kind.TEXT, true),
  STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", Kind.TEXT, false),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", Kind.TEXT, true),
  STRING_LIKE("StringLike", Kind.TEXT, false),
  STRING_NOT_LIKE("StringNotLike", Kind.TEXT, true),
  ARN_EQUALS("ArnEquals", Kind.ARN, false),
  ARN_NOT_EQUALS("ArnNotEquals", Kind.ARN, true),
  ARN_LIKE("ArnLike", Kind.ARN, false),
  ARN_NOT_LIKE("ArnNotLike", Kind.ARN, true),
  BOOL("Bool", Kind.BOOL, false),
  NULL("Null", Kind.BOOL, false),
  IP_ADDRESS("IpAddress", Kind.ADDRESS, false),
  NOT_IP_ADDRESS("NotIpAddress", Kind.ADDRESS, true),
  DATE_EQUALS("DateEquals", Kind.DATE, false),
  DATE_NOT_EQUALS("DateNotEquals", Kind.DATE, true),
  DATE_LESS_THAN("DateLessThan", Kind.DATE, false),
  DATE_LESS_THAN_EQUALS("DateLessThanEquals", Kind.DATE, false),
  DATE_GREATER_THAN("DateGreaterThan", Kind.DATE, false),
  DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", Kind.DATE, false),
  NUMERIC_EQUALS("NumericEquals", Kind.NUMBER, false),
  NUMERIC_NOT_EQUALS("NumericNotEquals", Kind.NUMBER, true),
  NUMERIC_LESS_THAN("NumericLessThan", Kind.NUMBER, false),
  NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", Kind.NUMBER, false),
  NUMERIC_GREATER_THAN("NumericGreaterThan", Kind.NUMBER, false),
  NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", Kind.NUMBER, false);

  /** What the policy's values are. */
  enum Kind {
    TEXT("a text"),
    ARN("an ARN of six parts, such as arn:aws:iot:*:*:thinggroup/pumps"),
    BOOL("true or false"),
    ADDRESS("an IP address or a range of them, such as 10.0.0.0/8 or 2001:db8::/32"),
    DATE("a time as ISO 8601 writes it, such as 2026-12-31T00:00:00Z, or seconds since 1970"),
    NUMBER("a number");

    private final String form;

    Kind(String form) {
      this.form = form;
    }

    boolean mayHaveVariables() {
      return this == TEXT || this == ARN;
    }

    private boolean isOfForm(String value) {
      return switch (this) {
        case TEXT -> true;
        case ARN -> value.equals("*") || value.split(":", 6).length == 6;
        case BOOL -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
        case ADDRESS -> AddressRange.parse(value).isPresent();
        case DATE -> Values.time(value).isPresent();
        case NUMBER -> Values.number(value).isPresent();
      };
    }
  }

  private final String word;
  private final Kind kind;
  private final boolean negated;

  Operator(String word, Kind kind, boolean negated) {
    this.word = word;
    this.kind = kind;
    this.negated = negated;
  }

  static Optional<Operator> named(String word) {
    return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
  }

  static Stream<String> words() {
    return Arrays.stream(values()).map(each -> each.word);
  }

  String word() {
    return word;
  }

  Kind kind() {
    return kind;
  }

  /** Whether its values are texts whose capital letters count. */
  boolean comparesTexts() {
    return kind.mayHaveVariables()
        && this != STRING_EQUALS_IGNORE_CASE
        && this != STRING_NOT_EQUALS_IGNORE_CASE;
  }

  /** Whether it holds for what is not in the policy's values; then also where there is no value. */
  boolean isNegated() {
    return negated;
  }

  /** What is wrong with a value of the policy; empty: nothing. */
  Optional<String> problem(String value) {
    return kind.isOfForm(value) ? Optional.empty() : Optional.of(word + " takes " + kind.form);
  }

  /** Whether a call's value is as the policy's values want it. */
  boolean holds(List<Glob> wanted, String value) {
    return wanted.stream().anyMatch(glob -> matches(glob, value)) != negated;
  }

  private boolean matches(Glob wanted, String value) {
    return switch (this) {
      case STRING_EQUALS, STRING_NOT_EQUALS -> wanted.plain().equals(value);
      case STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE, BOOL, NULL ->
          wanted.plain().equalsIgnoreCase(value);
      case STRING_LIKE, STRING_NOT_LIKE -> wanted.matches(value);
      case ARN_EQUALS, ARN_NOT_EQUALS, ARN_LIKE, ARN_NOT_LIKE ->
          wanted.isAnything() || wanted.matchesArn(value);
      case IP_ADDRESS, NOT_IP_ADDRESS -> isIn(wanted.plain(), value);
      case DATE_EQUALS, DATE_NOT_EQUALS, NUMERIC_EQUALS, NUMERIC_NOT_EQUALS ->
          compared(wanted, value, order -> order == 0);
      case DATE_LESS_THAN, NUMERIC_LESS_THAN -> compared(wanted, value, order -> order < 0);
      case DATE_LESS_THAN_EQUALS, NUMERIC_LESS_THAN_EQUALS ->
          compared(wanted, value, order -> order <= 0);
      case DATE_GREATER_THAN, NUMERIC_GREATER_THAN -> compared(wanted, value, order -> order > 0);
      case DATE_GREATER_THAN_EQUALS, NUMERIC_GREATER_THAN_EQUALS ->
          compared(wanted, value, order -> order >= 0);
    };
  }

  private static boolean isIn(String range, String address) {
    return AddressRange.parse(range)
        .flatMap(parsed -> AddressRange.bytes(address).map(parsed::contains))
        .orElse(false);
  }

  /** The order of the call's value and the policy's, as times or as numbers. */
  private boolean compared(Glob wanted, String value, IntPredicate order) {
    return kind == Kind.DATE
        ? isOrdered(Values.time(wanted.plain()), Values.time(value), order)
        : isOrdered(Values.number(wanted.plain()), Values.number(value), order);
  }

  private static <T extends Comparable<T>> boolean isOrdered(
      Optional<T> wanted, Optional<T> value, IntPredicate order) {
    return wanted.isPresent()
        && value.isPresent()
        && order.test(value.get().compareTo(wanted.get()));
  }
}
