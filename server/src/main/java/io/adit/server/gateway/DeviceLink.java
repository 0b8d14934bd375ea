package io.adit.server.gateway;

import io.adit.server.tunnel.Notification;
import org.jspecify.annotations.Nullable;

/** A device's connection, as its session sees it. All calls are made on the gateway's loop. */
interface DeviceLink {

  /** Why the server ends a connection. */
  enum End {
    /** The same client of the same thing has connected anew. */
    TAKEN_OVER,
    /** The thing has too many sessions, and this is the oldest. */
    TOO_MANY,
    /** The certificate was revoked or deleted, or the thing was. */
    NO_LONGER_ALLOWED,
    /** The certificate is over. */
    EXPIRED,
    /** The device published, which no device may. */
    PUBLISHED,
    /** It did so again and again, although it was told each time. */
    PUBLISHED_TOO_OFTEN,
    /** It asked for other topics again and again, although it was refused each time. */
    SUBSCRIBED_TOO_OFTEN,
    /** It used a topic alias, which it was not offered. */
    TOPIC_ALIAS,
    /** It sent a packet that has no sense here. */
    PROTOCOL_ERROR
  }

  /**
   * Sends a notify message, not retained.
   *
   * @param packetId 1 to 65,535; 0 sends with QoS 0
   * @param duplicate whether it was sent before
   * @param subscriptionId the number that the device gave its subscription; null: none
   * @return false: it cannot be sent on this connection, and trying again does not help
   */
  boolean publish(
      Notification notification, int packetId, boolean duplicate, @Nullable Integer subscriptionId);

  /** Ends the connection; nothing is sent on it any more. */
  void end(End why);
}
