package io.adit.server.limit;

import io.adit.server.flow.Rate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What one principal or thing can have a limit of its own for. */
public enum LimitName {
  /** How many tunnels the principal may have open at once. */
  OPEN_TUNNELS(LimitHolder.Kind.PRINCIPAL, "a whole number such as 20, or off") {
    @Override
    boolean isValue(String text) {
      return COUNT.matcher(text).matches();
    }
  },

  /** How often the principal may call each operation. */
  CALL_RATE(LimitHolder.Kind.PRINCIPAL, "such as OpenTunnel=5/s,*=50/s, or off") {
    @Override
    boolean isValue(String text) {
      try {
        return !rates(text).isNone();
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  },

  /** How fast the thing's tunnels may carry together. */
  BANDWIDTH(LimitHolder.Kind.THING, "a rate such as 200KB/s or 1MB/s, or off") {
    @Override
    boolean isValue(String text) {
      return Rate.parse(text).isPresent();
    }
  },

  /** How much they may carry. */
  DATA(LimitHolder.Kind.THING, "such as 500MB/day or 2GB/month, or off") {
    @Override
    boolean isValue(String text) {
      return DataBudget.parse(text).isPresent();
    }
  };

  /** There is no limit. */
  public static final String OFF = "off";

  private static final Pattern COUNT = Pattern.compile("0|[1-9][0-9]{0,6}");

  private final LimitHolder.Kind kind;
  private final String form;

  LimitName(LimitHolder.Kind kind, String form) {
    this.kind = kind;
    this.form = form;
  }

  abstract boolean isValue(String text);

  /** Those that a kind of subject can have. */
  public static List<LimitName> of(LimitHolder.Kind kind) {
    return Arrays.stream(values()).filter(each -> each.kind == kind).toList();
  }

  /** The limit of a word. */
  public static Optional<LimitName> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** As commands and options spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What kind of subject it is for. */
  public LimitHolder.Kind kind() {
    return kind;
  }

  /** What is wrong with a text as its value; empty: nothing. */
  public Optional<String> problem(String text) {
    return text.equals(OFF) || isValue(text)
        ? Optional.empty()
        : Optional.of("'%s' is no value of %s: give %s".formatted(text, word(), form));
  }

  static CallRates rates(String text) {
    return CallRates.parse(List.of(text.split(",", -1)));
  }
}
