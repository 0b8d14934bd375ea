package io.adit.models.link;

import java.io.IOException;
import java.net.Socket;

/** Makes connections to a relay. */
public interface Connector {
  /** A new one, ready for the handshake. */
  Socket connect() throws IOException;
}
