package io.adit.models.client;

/** A client in destination mode: its application accepts at once. */
public abstract class ModelDestination extends ModelClient {
  ModelDestination(Setup setup) {
    super(setup);
  }

  /** Its application cannot be reached any more: it gives up the service's stream. */
  public abstract void failToConnect(String service);
}
