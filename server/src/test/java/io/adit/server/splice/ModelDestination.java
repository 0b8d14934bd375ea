package io.adit.server.splice;

import java.util.List;
import java.util.function.Supplier;

/** A client in destination mode. */
abstract class ModelDestination extends ModelClient {
  private Supplier<String> names = () -> "";

  ModelDestination(ClientVersion version, List<String> services) {
    super(version, services);
  }

  /** Where the names of the connections that it makes come from. */
  final void namedBy(Supplier<String> names) {
    this.names = names;
  }

  final String nextName() {
    return names.get();
  }

  /** Its application cannot be reached any more: it gives up the service's stream. */
  abstract void failToConnect(String service);
}
