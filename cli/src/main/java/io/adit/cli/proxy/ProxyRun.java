package io.adit.cli.proxy;

import io.adit.cli.proxy.status.StatusDisplay;
import io.adit.peer.Proxy;
import io.adit.peer.ProxyListener;
import io.adit.peer.ProxyOptions;
import io.adit.peer.ProxyOutcome;
import io.adit.peer.ServiceMap;
import io.adit.peer.socket.Channels;
import io.adit.peer.socket.EventLoops;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One proxy as the whole of a process. */
final class ProxyRun {
  private static final Logger log = LoggerFactory.getLogger(ProxyRun.class);
  private static final long FAREWELL_SECONDS = 4;

  private ProxyRun() {}

  /** Runs until the proxy ends, and returns the exit code; a signal stops it properly. */
  static int run(ProxyOptions options, boolean showStatus) throws Exception {
    options.link().relay().trust().prepare();
    // One proxy needs one event loop; the second accepts connections.
    Vertx vertx = EventLoops.vertx(2);
    boolean isStdio = options.services() instanceof ServiceMap.Sole;
    Proxy proxy =
        isStdio
            ? Proxy.connect(vertx, options, Channels.standard(), ProxyListener.NONE)
            : Proxy.start(vertx, options, ProxyListener.NONE);
    Optional<StatusDisplay> status =
        showStatus ? Optional.of(StatusDisplay.start(proxy)) : Optional.empty();
    Thread farewell =
        new Thread(
            () -> {
              status.ifPresent(StatusDisplay::close);
              stop(proxy);
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(farewell);
    ProxyOutcome outcome = proxy.outcome().toCompletionStage().toCompletableFuture().get();
    status.ifPresent(StatusDisplay::close);
    // A tunnel that closes under a connection is not how it should end.
    int code =
        isStdio && outcome instanceof ProxyOutcome.Closed
            ? ProxyExit.GAVE_UP
            : ProxyExit.code(outcome);
    if (code == ProxyExit.CLOSED) {
      log.info("{}", ProxyExit.sentence(outcome));
    } else {
      log.error(ProxyLog.FATAL, "{}", ProxyExit.sentence(outcome));
    }
    return code;
  }

  private static void stop(Proxy proxy) {
    CountDownLatch stopped = new CountDownLatch(1);
    proxy.stop().onComplete(_ -> stopped.countDown());
    try {
      if (!stopped.await(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        log.debug("The relay does not take the close frame");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
