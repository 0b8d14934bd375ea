package io.adit.peer.socket;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;

/** Gives proxies threads of their own. */
public final class EventLoops {
  private EventLoops() {}

  /**
   * A Vert.x for a process that does nothing but carry tunnels.
   *
   * @param loops how many event loops share the work
   */
  public static Vertx vertx(int loops) {
    // Names are looked up by the operating system, see Dialer.
    System.setProperty("vertx.disableDnsResolver", "true");
    return Vertx.vertx(
        new VertxOptions()
            .setPreferNativeTransport(true)
            .setEventLoopPoolSize(loops)
            .setWorkerPoolSize(4)
            .setInternalBlockingPoolSize(2)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false)));
  }

  /** Everything that is begun there is called back there. */
  public static Context next(Vertx vertx) {
    return ((VertxInternal) vertx).createEventLoopContext();
  }
}
