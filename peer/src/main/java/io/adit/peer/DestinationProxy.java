package io.adit.peer;

import io.adit.peer.connection.BackPressure;
import io.adit.peer.link.TunnelLink;
import io.adit.peer.socket.Dialer;
import io.adit.peer.socket.Endpoint;
import io.adit.peer.socket.Retries;
import io.adit.wire.Message;
import io.vertx.core.Future;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The side where connections end: dials an endpoint for each that is started. */
final class DestinationProxy implements TunnelSide {
  private static final Logger log = LoggerFactory.getLogger(DestinationProxy.class);

  private final Dialer dialer;
  private final Retries retries;
  private final LocalOptions local;

  private LinkServices<DestinationService> services = new LinkServices<>();
  private @Nullable BackPressure backPressure;

  DestinationProxy(Dialer dialer, Retries retries, LocalOptions local) {
    this.dialer = dialer;
    this.retries = retries;
    this.local = local;
  }

  @Override
  public Future<Void> begin(TunnelLink link, SequencedMap<String, Endpoint> endpoints) {
    Serving serving = Serving.on(link, local);
    backPressure = serving.backPressure();
    services = new LinkServices<>();
    endpoints.forEach((service, endpoint) ->
        services.put(service, new DestinationService(service, endpoint, dialer, retries, serving)));
    return Future.succeededFuture();
  }

  @Override
  public void onMessage(Message.OfStream message) {
    services
        .find(message.serviceId())
        .ifPresentOrElse(
            service -> service.onMessage(message),
            () -> log.debug("dropped a message for unknown service '{}'", message.serviceId()));
  }

  @Override
  public void onSessionReset() {
    services.all().forEach(DestinationService::reset);
  }

  @Override
  public void onDrained() {
    if (backPressure != null) {
      backPressure.onDrained();
    }
  }

  @Override
  public Future<Void> onLinkEnded() {
    List<Future<Void>> ends = services.all().stream().map(DestinationService::reset).toList();
    services = new LinkServices<>();
    return Future.join(ends).mapEmpty();
  }

  @Override
  public void close() {}
}
