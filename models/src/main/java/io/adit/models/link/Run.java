package io.adit.models.link;

import io.adit.models.client.ClientVersion;
import io.adit.models.client.ModelClient;
import io.adit.wire.Side;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * How a program is started.
 *
 * @param services what it is told to serve; empty for AWS's form without names
 * @param seeds of its applications' traffic, never the same twice
 * @param appBytesPerSecond how fast its applications read; empty for as fast as can be
 */
public record Run(
    ClientVersion version,
    List<String> services,
    LongSupplier seeds,
    OptionalInt appBytesPerSecond) {

  public Run {
    services = List.copyOf(services);
  }

  /** With applications that read at once. */
  public Run(ClientVersion version, List<String> services, LongSupplier seeds) {
    this(version, services, seeds, OptionalInt.empty());
  }

  ModelClient newClient(Side side) {
    return switch (side) {
      case SOURCE -> version.newSource(services, seeds);
      case DESTINATION -> version.newDestination(services, seeds);
    };
  }
}
