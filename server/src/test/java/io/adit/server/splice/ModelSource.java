package io.adit.server.splice;

import java.util.List;
import java.util.Optional;

/** A client in source mode. */
abstract class ModelSource extends ModelClient {
  ModelSource(ClientVersion version, List<String> services) {
    super(version, services);
  }

  /** An application connects to the service's port; empty where it has to wait for that. */
  abstract Optional<App> open(String name, String service);
}
