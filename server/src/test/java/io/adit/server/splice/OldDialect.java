package io.adit.server.splice;

import io.adit.wire.Message;

/** How 1.1.0 and 2.3.1 read and write the fields of a message. */
final class OldDialect {
  private final ModelClient client;
  private boolean awaitsServices;

  OldDialect(ModelClient client) {
    this.client = client;
    awaitsServices = client.version() != ClientVersion.LOCALPROXY_1_1_0;
  }

  boolean awaitsServices() {
    return awaitsServices;
  }

  /** Whether the message goes on to the client's own code. */
  boolean understands(Message message) {
    return switch (message) {
      case Message.ServiceIds _ -> {
        if (!awaitsServices) {
          client.exits("was sent SERVICE_IDS, once too often or in V1");
        }
        awaitsServices = false;
        yield false;
      }
      case Message.ConnectionStart _, Message.ConnectionReset _ -> {
        client.exits("was sent a type that it does not know: " + message);
        yield false;
      }
      case Message.SessionReset _ -> {
        client.harmed("was sent SESSION_RESET");
        yield false;
      }
      case Message.Data _, Message.StreamStart _, Message.StreamReset _ -> {
        if (awaitsServices) {
          client.exits("was sent something before SERVICE_IDS: " + message);
        }
        yield !awaitsServices;
      }
      case Message.Unknown _ -> false;
    };
  }

  /** It takes a message without a service for the only one's; 1.1.0 does not know the field. */
  String serviceOf(Message.OfStream message) {
    boolean looks = client.version() != ClientVersion.LOCALPROXY_1_1_0;
    return looks && !message.serviceId().isEmpty()
        ? message.serviceId()
        : client.services().getFirst();
  }

  String spelling(String service) {
    return client.version() == ClientVersion.LOCALPROXY_1_1_0 ? "" : service;
  }
}
