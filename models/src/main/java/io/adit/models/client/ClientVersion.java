package io.adit.models.client;

import io.adit.wire.Subprotocol;
import io.adit.wire.WireLimits;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Clients whose behaviour on the wire was observed, and ours. What each one does wrong is written
 * where it is modelled. 3.1.2 with {@code -y} is taken to do as 3.3.1 does.
 */
public enum ClientVersion {
  LOCALPROXY_1_1_0("1.1.0", Subprotocol.V1),
  LOCALPROXY_2_3_1("2.3.1", Subprotocol.V2),
  LOCALPROXY_3_1_2("3.1.2", Subprotocol.V3),
  LOCALPROXY_3_1_2_TOLD_V1("3.1.2 -y V1", Subprotocol.V3),
  LOCALPROXY_3_1_2_TOLD_V2("3.1.2 -y V2", Subprotocol.V3),
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

  /** What it offers in its handshake. */
  public Subprotocol subprotocol() {
    return subprotocol;
  }

  /** Whether it is a {@code localproxy} of AWS. */
  public boolean isLocalproxy() {
    return this != AWS_DEVICE_SDK && this != ADIT;
  }

  /** The generation of code: before 3.0, a client knows one connection of a service at a time. */
  public boolean isBefore3() {
    return this == LOCALPROXY_1_1_0 || this == LOCALPROXY_2_3_1;
  }

  /** Whether it works in a tunnel of several services: V1 has no word for them. */
  public boolean namesServices() {
    return this != LOCALPROXY_1_1_0 && !isToldV1();
  }

  /** Whether it carries several connections of one service at once. */
  public boolean manyConnections() {
    return !isBefore3() && !isToldV1() && !isToldV2();
  }

  /** Whether it has a client token, and so may come back with the same access token. */
  public boolean hasClientToken() {
    return this != LOCALPROXY_1_1_0;
  }

  /** The most bytes that it sends in one WebSocket frame; a longer message goes in fragments. */
  public int fragmentBytes() {
    return isLocalproxy() ? 4_096 : WireLimits.MAX_WEBSOCKET_PAYLOAD_BYTES;
  }

  /** How often it pings. */
  public int pingPeriodMillis() {
    return isBefore3() ? 5_000 : 20_000;
  }

  /** What a source in the device SDK does is up to the program that uses it. */
  public boolean isModelledAsSource() {
    return this != AWS_DEVICE_SDK;
  }

  /**
   * One run in source mode.
   *
   * @param services what it is told to serve, in order; empty for AWS's form without names
   * @param seeds of its applications' traffic, never the same twice
   */
  public ModelSource newSource(List<String> services, LongSupplier seeds) {
    Setup setup = new Setup(this, services, seeds);
    return isBefore3() ? new OldSource(setup) : new V3Source(setup);
  }

  /** One run in destination mode. */
  public ModelDestination newDestination(List<String> services, LongSupplier seeds) {
    Setup setup = new Setup(this, services, seeds);
    if (this == AWS_DEVICE_SDK) {
      return new DeviceSdkDestination(setup);
    }
    return isBefore3() ? new OldDestination(setup) : new V3Destination(setup);
  }

  boolean isToldV1() {
    return this == LOCALPROXY_3_1_2_TOLD_V1 || this == LOCALPROXY_3_3_1_TOLD_V1;
  }

  boolean isToldV2() {
    return this == LOCALPROXY_3_1_2_TOLD_V2 || this == LOCALPROXY_3_3_1_TOLD_V2;
  }

  /** Before 3.2 a destination does not take CONNECTION_START for the beginning of a stream. */
  boolean isBefore32() {
    return switch (this) {
      case LOCALPROXY_1_1_0,
          LOCALPROXY_2_3_1,
          LOCALPROXY_3_1_2,
          LOCALPROXY_3_1_2_TOLD_V1,
          LOCALPROXY_3_1_2_TOLD_V2 ->
          true;
      case LOCALPROXY_3_3_1,
          LOCALPROXY_3_3_1_TOLD_V1,
          LOCALPROXY_3_3_1_TOLD_V2,
          AWS_DEVICE_SDK,
          ADIT ->
          false;
    };
  }

  @Override
  public String toString() {
    return label;
  }
}
