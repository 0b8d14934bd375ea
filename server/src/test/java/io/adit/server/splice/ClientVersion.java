package io.adit.server.splice;

import io.adit.wire.Subprotocol;
import java.util.List;

/**
 * Clients whose behaviour on the wire was observed, and ours. What each one does wrong is written
 * where it is modelled.
 */
enum ClientVersion {
  LOCALPROXY_1_1_0("1.1.0", Subprotocol.V1),
  LOCALPROXY_2_3_1("2.3.1", Subprotocol.V2),
  LOCALPROXY_3_1_2("3.1.2", Subprotocol.V3),
  LOCALPROXY_3_3_1("3.3.1", Subprotocol.V3),
  LOCALPROXY_3_3_1_TOLD_V1("3.3.1 -y V1", Subprotocol.V3),
  LOCALPROXY_3_3_1_TOLD_V2("3.3.1 -y V2", Subprotocol.V3),
  AWS_DEVICE_SDK("AWS device SDK", Subprotocol.V3),
  ADIT("adit", Subprotocol.V3);

  private final String label;
  private final Subprotocol subprotocol;

  ClientVersion(String label, Subprotocol subprotocol) {
    this.label = label;
    this.subprotocol = subprotocol;
  }

  Subprotocol subprotocol() {
    return subprotocol;
  }

  /** Whether it works in a tunnel of several services: V1 has no word for them. */
  boolean namesServices() {
    return this != LOCALPROXY_1_1_0 && this != LOCALPROXY_3_3_1_TOLD_V1;
  }

  /** Whether it carries several connections of one service at once. */
  boolean manyConnections() {
    return switch (this) {
      case LOCALPROXY_3_1_2, LOCALPROXY_3_3_1, AWS_DEVICE_SDK, ADIT -> true;
      case LOCALPROXY_1_1_0, LOCALPROXY_2_3_1, LOCALPROXY_3_3_1_TOLD_V1, LOCALPROXY_3_3_1_TOLD_V2 ->
          false;
    };
  }

  /** The generation of code: before 3.0, a client knows one connection of a service at a time. */
  private boolean isBefore3() {
    return this == LOCALPROXY_1_1_0 || this == LOCALPROXY_2_3_1;
  }

  /** What a source in the device SDK does is up to the program that uses it. */
  boolean isModelledAsSource() {
    return this != AWS_DEVICE_SDK;
  }

  ModelSource newSource(List<String> services) {
    return isBefore3() ? new OldSource(this, services) : new V3Source(this, services);
  }

  ModelDestination newDestination(List<String> services) {
    if (this == AWS_DEVICE_SDK) {
      return new DeviceSdkDestination(this, services);
    }
    return isBefore3() ? new OldDestination(this, services) : new V3Destination(this, services);
  }

  @Override
  public String toString() {
    return label;
  }
}
