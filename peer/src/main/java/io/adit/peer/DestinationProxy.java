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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The side where connections end: dials an endpoint for each that is started. */
final class DestinationProxy implements TunnelSide {
  private static final Logger log = LoggerFactory.getLogger(DestinationProxy.class);

  private final Dialer dialer;
  private final Retries retries;
  private final ServiceMap map;
  private final LocalOptions local;
  private final BackPressure backPressure;

  private LinkServices<DestinationService> services = new LinkServices<>();

  DestinationProxy(
      Dialer dialer, Retries retries, ProxyOptions options, BackPressure backPressure) {
    this.dialer = dialer;
    this.retries = retries;
    this.map = options.services();
    this.local = options.local();
    this.backPressure = backPressure;
  }

  @Override
  public Future<Void> begin(TunnelLink link, SequencedMap<String, Endpoint> endpoints) {
    backPressure.onLink(link);
    Serving serving = new Serving(link, backPressure, local);
    services = new LinkServices<>();
    endpoints.forEach((service, assigned) ->
        services.put(
            service,
            new DestinationService(
                service, () -> map.current(service, assigned), dialer, retries, serving)));
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
    backPressure.onDrained();
  }

  @Override
  public Future<Void> onLinkEnded() {
    backPressure.onLinkEnded();
    List<Future<Void>> ends = services.all().stream().map(DestinationService::reset).toList();
    services = new LinkServices<>();
    return Future.join(ends).mapEmpty();
  }

  @Override
  public void close() {}
}
