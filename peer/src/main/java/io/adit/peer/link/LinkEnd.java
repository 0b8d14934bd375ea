package io.adit.peer.link;

/** Why a link that was open is no more. */
public sealed interface LinkEnd {

  /** The relay sent a close frame: the tunnel is closed, or another link took our place. */
  record ClosedByRelay(int code, String reason) implements LinkEnd {}

  /** The connection broke, or one end did what the other does not understand. */
  record Lost(String why) implements LinkEnd {}
}
