package io.adit.peer;

import io.adit.peer.socket.Endpoint;

/** Hears of a proxy's life, on the proxy's event loop. */
public interface ProxyListener {
  /** Hears nothing. */
  ProxyListener NONE = new ProxyListener() {};

  /** A link is open and serves. */
  default void onConnected() {}

  /** A source listens for a service, for as long as the proxy lives. */
  default void onListening(String service, Endpoint endpoint) {}

  /** The link is lost; the proxy tries again, unless it ends. */
  default void onDisconnected() {}
}
