package io.adit.bench.relay;

import java.util.Locale;

/** Which way bytes go. */
enum Direction {
  TO_DESTINATION,
  TO_SOURCE;

  String inWords() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
