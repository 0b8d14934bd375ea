package io.adit.wire;

/** The numbers of the message types. */
final class MessageType {
  static final int DATA = 1;
  static final int STREAM_START = 2;
  static final int STREAM_RESET = 3;
  static final int SESSION_RESET = 4;
  static final int SERVICE_IDS = 5;
  static final int CONNECTION_START = 6;
  static final int CONNECTION_RESET = 7;

  /** Adit's own, far from where AWS may go on. */
  static final int DELIVERED = 1_001;

  private MessageType() {}

  static int of(Message message) {
    return switch (message) {
      case Message.Data _ -> DATA;
      case Message.StreamStart _ -> STREAM_START;
      case Message.StreamReset _ -> STREAM_RESET;
      case Message.SessionReset _ -> SESSION_RESET;
      case Message.ServiceIds _ -> SERVICE_IDS;
      case Message.ConnectionStart _ -> CONNECTION_START;
      case Message.ConnectionReset _ -> CONNECTION_RESET;
      case Message.Delivered _ -> DELIVERED;
      case Message.Unknown unknown -> unknown.type();
    };
  }
}
