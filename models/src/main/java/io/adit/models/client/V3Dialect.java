package io.adit.models.client;

import io.adit.wire.Message;

/**
 * How clients since 3.0 read and write the fields of a message. They may have been told to be an
 * older version, and take a message without a connection id for being told so.
 */
final class V3Dialect {
  private static final int NO_TYPE = 0;

  private final ModelClient client;
  private final boolean v1;
  private boolean v2;
  private boolean awaitsServices = true;

  V3Dialect(ModelClient client) {
    this.client = client;
    v1 = client.version().isToldV1();
    v2 = client.version().isToldV2();
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
    return switch (message) {
      case Message.ServiceIds ids -> onServiceIds(ids);
      case Message.SessionReset _ -> onSessionReset();
      case Message.Unknown unknown -> onUnknown(unknown);
      case Message.Delivered _ -> {
        client.harmed("was sent what is Adit's own: " + message);
        yield false;
      }
      case Message.OfStream ofStream -> understandsStream(ofStream);
    };
  }

  /** A second time, it begins anew: with no connections. */
  private boolean onServiceIds(Message.ServiceIds ids) {
    if (!awaitsServices) {
      client.harmed("was sent SERVICE_IDS again");
      return true;
    }
    awaitsServices = false;
    client.learnServices(ids.available());
    return false;
  }

  /** Named services make it a message for none of them. */
  private boolean onSessionReset() {
    if (awaitsServices || !client.services().contains("")) {
      client.ends(new Fate.DeafForEver(), "was sent SESSION_RESET");
      return false;
    }
    client.harmed("was sent SESSION_RESET");
    return true;
  }

  private boolean onUnknown(Message.Unknown unknown) {
    if (unknown.type() == NO_TYPE) {
      client.ends(new Fate.Reconnecting(), "was sent a message without a type");
    } else if (unknown.ignorable()) {
      client.harmed("was sent " + unknown);
    } else {
      client.ends(ModelClient.FATAL, "was sent " + unknown);
    }
    return false;
  }

  private boolean understandsStream(Message.OfStream message) {
    boolean harmless = message instanceof Message.Data || message instanceof Message.StreamReset;
    if (awaitsServices || !client.services().contains(serviceOf(message))) {
      String why = "was sent for no service that it knows: " + message;
      if (harmless) {
        client.harmed(why);
      } else if (message instanceof Message.StreamStart) {
        client.ends(new Fate.Reconnecting(), why);
      } else {
        client.ends(new Fate.DeafForEver(), why);
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
