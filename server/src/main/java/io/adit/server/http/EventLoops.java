package io.adit.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.transport.Transport;
import java.util.function.Predicate;

/** Makes the event loops that the server's connections live on. */
public final class EventLoops {
  private EventLoops() {}

  /**
   * Starts them, on the platform's native transport where there is one.
   *
   * @param count how many; {@link TlsPortOptions#eventLoops} of them are the port's lobby
   */
  public static Vertx start(int count) {
    return start(count, _ -> false);
  }

  /**
   * Starts as many as this machine can use, for a port that cuts connections of some networks at
   * once: those of the lobby, and one for each processor.
   *
   * @param isFlood asked for each connection, on the acceptor's thread
   */
  public static Vertx start(StrangerLimits limits, Predicate<ClientNetwork> isFlood) {
    return start(
        inLobby() + Runtime.getRuntime().availableProcessors(),
        new Strangers(limits, isFlood, System::nanoTime));
  }

  /** Those who are not let in yet keep half of the processors busy at most. */
  static int inLobby() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  static Vertx start(int count, Predicate<ClientNetwork> isFlood) {
    return start(count, new Strangers(StrangerLimits.DEFAULT, isFlood, System::nanoTime));
  }

  static Vertx start(int count, Strangers strangers) {
    var reads = new LargeReads();
    return start(
        count,
        VertxOptions.DEFAULT_WORKER_POOL_SIZE,
        port -> {
          reads.afterOptions(port);
          strangers.afterOptions(port);
        });
  }

  /**
   * Starts loops of their own for another port.
   *
   * @param workers threads for what must not hold the loops up
   */
  public static Vertx start(int count, int workers, PortTuning tuning) {
    VertxOptions options =
        new VertxOptions()
            .setEventLoopPoolSize(count)
            .setWorkerPoolSize(workers)
            // Certificates come as bytes: nothing is ever looked up or cached on disk.
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false));
    return Vertx.builder()
        .with(options)
        .withTransport(new TunedTransport(transport(), tuning))
        .build();
  }

  private static Transport transport() {
    Transport nativeTransport = Transport.nativeTransport();
    return nativeTransport != null && nativeTransport.available() ? nativeTransport : Transport.NIO;
  }
}
