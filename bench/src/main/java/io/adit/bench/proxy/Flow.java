package io.adit.bench.proxy;

import java.util.Locale;

/** What a proxy does with bytes, and what it may use for them of what AWS's uses. */
enum Flow {
  /** It reads them from the application and sends them to the relay. */
  UP(0.5),
  /** They come from the relay, and it writes them to the application. */
  DOWN(1.0);

  private final double bar;

  Flow(double bar) {
    this.bar = bar;
  }

  double bar() {
    return bar;
  }

  String inWords() {
    return name().toLowerCase(Locale.ROOT);
  }
}
