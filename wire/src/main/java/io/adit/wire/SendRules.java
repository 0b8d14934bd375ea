package io.adit.wire;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the service lets one link send. It remembers which services were started on the link, so one
 * object belongs to one link; not thread safe. Rules and their sources: docs/protocol.md, "Send
 * rules".
 */
public final class SendRules {
  private final Side sender;
  private final Dialect newestDialect;
  private final List<String> services;
  private final Set<String> started = new HashSet<>();

  /**
   * @param services the tunnel's services, in order; empty for a tunnel without any
   */
  public SendRules(Side sender, Subprotocol subprotocol, List<String> services) {
    this.sender = sender;
    this.newestDialect = subprotocol.newestDialect();
    this.services = List.copyOf(services);
  }

  /**
   * Lets a message pass, or not.
   *
   * @throws WireViolation when this sender must not send it, or not now
   */
  public void check(Message message) {
    switch (message) {
      case Message.Data data -> checkData(data);
      case Message.StreamStart start -> checkStreamStart(start);
      case Message.StreamReset reset -> checkStream("STREAM_RESET", reset);
      case Message.ConnectionStart start -> checkConnectionStart(start);
      case Message.ConnectionReset reset -> {
        checkConnections("CONNECTION_RESET");
        checkStream("CONNECTION_RESET", reset);
      }
      // Of a connection that is not there it says nothing to anybody.
      case Message.Delivered _ -> {}
      case Message.SessionReset _ -> throw illegal("SESSION_RESET is the service's to send");
      case Message.ServiceIds _ -> throw illegal("SERVICE_IDS is the service's to send");
      case Message.Unknown unknown -> checkUnknown(unknown);
    }
  }

  /**
   * The service was started towards this link, a destination: it may answer with DATA now.
   *
   * @param serviceId as this link spells it, empty where it names none
   */
  public void onStarted(String serviceId) {
    started.add(serviceId);
  }

  private void checkData(Message.Data data) {
    checkStream("DATA", data);
    int bytes = data.payload().remaining();
    if (bytes > WireLimits.MAX_PAYLOAD_BYTES) {
      throw illegal(
          "DATA of " + bytes + " bytes; at most " + WireLimits.MAX_PAYLOAD_BYTES + " are allowed");
    }
    checkStarted("DATA", data);
  }

  private void checkStreamStart(Message.StreamStart start) {
    checkSource("STREAM_START");
    checkStream("STREAM_START", start);
    started.add(start.serviceId());
  }

  private void checkConnectionStart(Message.ConnectionStart start) {
    checkSource("CONNECTION_START");
    checkConnections("CONNECTION_START");
    checkStream("CONNECTION_START", start);
    if (start.connectionId() == 0) {
      throw illegal("CONNECTION_START without a connection id");
    }
    checkStarted("CONNECTION_START", start);
  }

  private static void checkUnknown(Message.Unknown unknown) {
    if (unknown.type() == 0) {
      throw illegal("a message without a type");
    }
    if (!unknown.ignorable()) {
      throw illegal("type " + unknown.type() + " is unknown and not ignorable");
    }
  }

  private void checkSource(String type) {
    if (sender != Side.SOURCE) {
      throw illegal(type + " is the source's to send, this is the destination");
    }
  }

  private void checkConnections(String type) {
    if (!newestDialect.namesConnections()) {
      throw illegal(type + " does not exist before subprotocol 3.0");
    }
  }

  private void checkStream(String type, Message.OfStream message) {
    if (message.streamId() == 0) {
      throw illegal(type + " with stream id 0");
    }
    String serviceId = message.serviceId();
    if (serviceId.isEmpty()) {
      if (services.size() > 1) {
        throw illegal(
            type + " names no service, and the tunnel has " + services.size() + ": " + services);
      }
    } else if (!services.contains(serviceId)) {
      throw illegal(
          type + " for service '" + printable(serviceId) + "'; the tunnel has " + services);
    } else if (sender == Side.SOURCE && started.contains("")) {
      throw illegal(
          type + " names service '" + serviceId + "', but this link started a stream without one");
    }
  }

  private void checkStarted(String type, Message.OfStream message) {
    String serviceId = message.serviceId();
    if (!started.contains(serviceId)) {
      String name =
          serviceId.isEmpty() ? "a service without a name" : "service '" + serviceId + "'";
      throw illegal(type + " for " + name + ", which was never started");
    }
  }

  private static String printable(String text) {
    String cut = text.length() <= 64 ? text : text.substring(0, 64) + "…";
    return cut.replaceAll("\\p{C}", "?");
  }

  private static WireViolation illegal(String rule) {
    return new WireViolation(WireViolation.Kind.ILLEGAL_MESSAGE, rule);
  }
}
