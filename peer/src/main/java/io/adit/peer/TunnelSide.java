package io.adit.peer;

import io.adit.peer.link.TunnelLink;
import io.adit.peer.socket.Endpoint;
import io.adit.wire.Message;
import io.vertx.core.Future;
import java.util.SequencedMap;

/** What a proxy does with its links, one after another. */
sealed interface TunnelSide permits SourceProxy, SoleSource, DestinationProxy {

  /**
   * A new link serves these services; state of an earlier link is gone. Fails with a {@link
   * CannotListenException}.
   */
  Future<Void> begin(TunnelLink link, SequencedMap<String, Endpoint> services);

  void onMessage(Message.OfStream message);

  /** The relay ended every stream. */
  void onSessionReset();

  /** The link takes more again. */
  void onDrained();

  /** The link is gone: applications get what came for them and then the end. */
  Future<Void> onLinkEnded();

  /** Whether all that this side was there for is over, so that no further link is needed. */
  default boolean isDone() {
    return false;
  }

  /** Stops for good, after {@link #onLinkEnded}. */
  void close();
}
