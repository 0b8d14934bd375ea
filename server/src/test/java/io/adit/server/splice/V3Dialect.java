package io.adit.server.splice;

import io.adit.wire.Message;

/**
 * How clients since 3.0 read and write the fields of a message. They may have been told to be an
 * older version, and take a message without a connection id for being told so.
 */
final class V3Dialect {
  private final ModelClient client;
  private final boolean v1;
  private boolean v2;
  private boolean awaitsServices = true;

  V3Dialect(ModelClient client) {
    this.client = client;
    v1 = client.version() == ClientVersion.LOCALPROXY_3_3_1_TOLD_V1;
    v2 = client.version() == ClientVersion.LOCALPROXY_3_3_1_TOLD_V2;
  }

  boolean awaitsServices() {
    return awaitsServices;
  }

  /** Whether it ends streams where a V3 client ends connections. */
  boolean isOlder() {
    return v1 || v2;
  }

  /** Whether the message goes on to the client's own code. */
  boolean understands(Message message) {
    if (message instanceof Message.ServiceIds) {
      if (!awaitsServices) {
        client.harmed("was sent SERVICE_IDS again");
      }
      awaitsServices = false;
      return false;
    }
    if (message instanceof Message.SessionReset) {
      client.exits("was sent SESSION_RESET, and never reads again");
      return false;
    }
    return message instanceof Message.OfStream ofStream && understandsStream(ofStream);
  }

  private boolean understandsStream(Message.OfStream message) {
    boolean harmless = message instanceof Message.Data || message instanceof Message.StreamReset;
    boolean known = client.services().contains(serviceOf(message));
    if (awaitsServices || !known) {
      if (!harmless || !known) {
        client.harmed("was sent for no service that it knows: " + message);
      }
      if (!harmless) {
        client.exits("drops its link or never reads again");
      }
      return false;
    }
    if (message.connectionId() == 0 && !isOlder()) {
      client.harmed("was sent no connection id and is V2 from now on: " + message);
      v2 = true;
    }
    return true;
  }

  String serviceOf(Message.OfStream message) {
    return v1 ? client.services().getFirst() : message.serviceId();
  }

  String spelling(String service) {
    return v1 ? "" : service;
  }
}
