package io.adit.server.http;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;

/** A connection's way from its event loop to another. It must not be read meanwhile. */
final class Move {
  private Move() {}

  /**
   * Called on the connection's loop.
   *
   * @param onThere called on the other one, also when the connection was closed on the way: it then
   *     has told nobody, and its handlers are still there
   */
  static void of(Channel connection, EventLoop to, Runnable onThere) {
    if (connection.eventLoop().equals(to)) {
      onThere.run();
      return;
    }
    var _ =
        connection
            .deregister()
            .addListener(_ -> {
              var _ = to.register(connection).addListener(_ -> onThere.run());
            });
  }
}
