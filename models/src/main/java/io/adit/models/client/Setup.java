package io.adit.models.client;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * How a client is started.
 *
 * @param services the services it is told to serve; one empty name is AWS's form without names
 * @param seeds the seeds of its applications' traffic, a new one for each connection
 */
record Setup(ClientVersion version, List<String> services, LongSupplier seeds) {
  Setup {
    // A tunnel without services has one nameless service.
    services = services.isEmpty() ? List.of("") : List.copyOf(services);
  }
}
