package io.adit.peer;

import io.adit.peer.connection.BackPressure;
import io.adit.peer.link.TunnelLink;
import io.adit.peer.socket.ChannelStream;
import io.adit.peer.socket.Channels;
import io.adit.peer.socket.Endpoint;
import io.adit.wire.Message;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A source with one application, which is there already, and with one connection for it. */
final class SoleSource implements TunnelSide {
  private static final Logger log = LoggerFactory.getLogger(SoleSource.class);

  private final ProxyOptions options;
  private final Channels channels;
  private final BackPressure backPressure;
  private final Consumer<ProxyOutcome> onOver;

  private @Nullable SourceService service;
  private @Nullable String reason;

  /**
   * @param onOver told when the connection is over and the application has all that came
   */
  SoleSource(
      ProxyOptions options,
      Channels channels,
      BackPressure backPressure,
      Consumer<ProxyOutcome> onOver) {
    this.options = options;
    this.channels = channels;
    this.backPressure = backPressure;
    this.onOver = onOver;
  }

  @Override
  public Future<Void> begin(TunnelLink link, SequencedMap<String, Endpoint> endpoints) {
    Map.Entry<String, Endpoint> only = endpoints.firstEntry();
    backPressure.onLink(link);
    SourceService begun =
        new SourceService(
            only.getKey(),
            options.dialect(),
            only.getValue(),
            new Serving(link, backPressure, options.local()));
    service = begun;
    ChannelStream application =
        ChannelStream.start(
            channels,
            only.getValue().toString(),
            options.local().limits().readBytes(),
            options.local().limits().socketBytes());
    application.closed().onComplete(_ -> onOver.accept(outcome(application)));
    begun.onAccepted(application);
    return Future.succeededFuture();
  }

  private ProxyOutcome outcome(ChannelStream application) {
    Optional<String> broken = application.failure().or(() -> Optional.ofNullable(reason));
    return broken.isPresent()
        ? new ProxyOutcome.Broken(broken.get())
        : new ProxyOutcome.Ended("the connection is over");
  }

  @Override
  public void onMessage(Message.OfStream message) {
    if (service == null) {
      log.debug("dropped {}: it has begun nothing yet", message);
      return;
    }
    if (message instanceof Message.Reset reset && !reset.reason().isNone()) {
      reason = reset.reason().text();
    }
    service.onMessage(message);
  }

  @Override
  public void onSessionReset() {
    if (service != null) {
      service.reset();
    }
  }

  @Override
  public void onDrained() {
    backPressure.onDrained();
  }

  @Override
  public Future<Void> onLinkEnded() {
    backPressure.onLinkEnded();
    return service == null ? Future.succeededFuture() : service.close();
  }

  /** What the loss of the link does not matter to any more. */
  @Override
  public boolean isDone() {
    return service != null && service.isIdle();
  }

  @Override
  public void close() {}
}
