package io.adit.server.splice;

import io.adit.wire.Message;

/**
 * The way out to one link. Each message becomes exactly one WebSocket message, written or copied
 * before the call returns: a payload is a view that does not outlive it. It must not call back into
 * the splice.
 */
public interface Outbox {
  void send(Message message);
}
