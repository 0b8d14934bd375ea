package io.adit.bench.carry;

import java.util.Locale;

/** Which way bytes go. */
public enum Direction {
  TO_DESTINATION,
  TO_SOURCE;

  String inWords() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
