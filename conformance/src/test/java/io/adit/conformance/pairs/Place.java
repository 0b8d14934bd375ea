package io.adit.conformance.pairs;

import io.adit.models.link.Monitor;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iotsecuretunneling.model.ClientMode;

/** One side of a tunnel, to be taken. */
record Place(
    ClientMode mode,
    List<String> services,
    SideTokens tokens,
    Monitor monitor,
    LongSupplier seeds) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** The services as applications know them. */
  List<String> applicationServices() {
    return services.isEmpty() ? List.of("") : services;
  }

  boolean isSource() {
    return mode == ClientMode.SOURCE;
  }

  String nextToken() {
    return tokens.next(mode);
  }

  /** Waits for it, or fails with what there was. */
  void await(String what, BooleanSupplier condition, Supplier<String> lookedLike) {
    if (!monitor.await(condition, LIMIT)) {
      throw new AssertionError(
          "Not within %d s: %s. What there was: %s"
              .formatted(LIMIT.toSeconds(), what, lookedLike.get()));
    }
  }
}
