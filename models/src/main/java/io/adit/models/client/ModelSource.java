package io.adit.models.client;

import java.util.Optional;

/** A client in source mode. */
public abstract class ModelSource extends ModelClient {
  ModelSource(Setup setup) {
    super(setup);
  }

  /** An application connects to the service's port; empty where it has to wait for that. */
  public abstract Optional<ModelApp> open(String service);
}
