package io.adit.models;

/** An application's TCP connection at one end of a tunnel. */
public interface App {
  /** The service that it is a connection of; empty in a tunnel without services. */
  String service();

  /** Writes its next bytes, which are random, and does not wait for their way. */
  void send(int bytes);

  /** Closes the connection behind all that it has sent. */
  void close();

  /** Whether neither this application nor the tunnel has closed it. */
  boolean isOpen();

  /** What it has sent and received so far. */
  Traffic traffic();
}
