package io.adit.models.client;

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
      case Message.ServiceIds ids -> {
        onServiceIds(ids);
        yield false;
      }
      case Message.ConnectionStart _, Message.ConnectionReset _ -> {
        client.ends(ModelClient.FATAL, "was sent a type that it does not know: " + message);
        yield false;
      }
      case Message.SessionReset _ -> {
        client.harmed("was sent SESSION_RESET");
        yield true;
      }
      case Message.Data _, Message.StreamStart _, Message.StreamReset _ -> {
        if (awaitsServices) {
          client.ends(ModelClient.FATAL, "was sent something before SERVICE_IDS: " + message);
        }
        yield !awaitsServices;
      }
      case Message.Delivered _ -> {
        client.harmed("was sent what is Adit's own: " + message);
        yield false;
      }
      case Message.Unknown _ -> false;
    };
  }

  private void onServiceIds(Message.ServiceIds ids) {
    if (awaitsServices) {
      awaitsServices = false;
      client.learnServices(ids.available());
    } else {
      client.ends(ModelClient.FATAL, "was sent SERVICE_IDS, once too often or in V1");
    }
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
