package io.adit.wire;

/**
 * Which fields and message types one end uses. It is not the subprotocol: an official V3 client
 * that was told to speak V1 still offers {@code -3.0}, so a source's dialect is known from its
 * first STREAM_START only.
 */
public enum Dialect {
  /** One stream without a name. */
  V1,
  /** One stream for each service. */
  V2,
  /** Many connections in the stream of each service. */
  V3;

  /** Whether messages carry a service id. */
  public boolean namesServices() {
    return this != V1;
  }

  /** Whether messages carry a connection id, and types 6 and 7 exist. */
  public boolean namesConnections() {
    return this == V3;
  }

  /**
   * The dialect in which a source wrote this start: the one with just the fields that it carries.
   */
  public static Dialect of(Message.StreamStart start) {
    if (start.connectionId() != 0) {
      return V3;
    }
    return start.serviceId().isEmpty() ? V1 : V2;
  }
}
