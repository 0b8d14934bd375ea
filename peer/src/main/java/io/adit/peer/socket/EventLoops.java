package io.adit.peer.socket;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;

/** Gives a proxy a thread of its own. */
public final class EventLoops {
  private EventLoops() {}

  /** Everything that is begun there is called back there. */
  public static Context next(Vertx vertx) {
    return ((VertxInternal) vertx).createEventLoopContext();
  }
}
