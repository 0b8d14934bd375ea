package io.adit.peer;

import static java.util.Objects.requireNonNull;

import io.adit.peer.connection.BackPressure;
import io.adit.peer.link.TunnelLink;
import io.adit.peer.socket.ByteStream;
import io.adit.peer.socket.Dialer;
import io.adit.peer.socket.Endpoint;
import io.adit.wire.Dialect;
import io.adit.wire.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The side where connections begin: listens for each service. */
final class SourceProxy implements TunnelSide {
  private static final Logger log = LoggerFactory.getLogger(SourceProxy.class);

  private final Vertx vertx;
  private final Dialer dialer;
  private final Dialect dialect;
  private final LocalOptions local;
  private final ProxyListener listener;
  private final BackPressure backPressure;

  /** What listens outlives the links. */
  private final Map<String, Future<Endpoint>> bound = new LinkedHashMap<>();

  private final List<SourceListener> listeners = new ArrayList<>();
  private final Set<String> announced = new HashSet<>();
  private LinkServices<SourceService> services = new LinkServices<>();

  SourceProxy(
      Vertx vertx,
      Dialer dialer,
      ProxyOptions options,
      ProxyListener listener,
      BackPressure backPressure) {
    this.vertx = vertx;
    this.dialer = dialer;
    this.dialect = options.dialect();
    this.local = options.local();
    this.listener = listener;
    this.backPressure = backPressure;
  }

  @Override
  public Future<Void> begin(TunnelLink link, SequencedMap<String, Endpoint> endpoints) {
    endpoints.forEach(
        (service, asked) -> bound.computeIfAbsent(service, _ -> listen(service, asked)));
    return Future.all(List.copyOf(bound.values()))
        .onSuccess(_ -> serve(link, endpoints))
        .mapEmpty();
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
    services.all().forEach(SourceService::reset);
  }

  @Override
  public void onDrained() {
    backPressure.onDrained();
  }

  @Override
  public Future<Void> onLinkEnded() {
    backPressure.onLinkEnded();
    List<Future<Void>> ends = services.all().stream().map(SourceService::close).toList();
    services = new LinkServices<>();
    return Future.join(ends).mapEmpty();
  }

  @Override
  public void close() {
    listeners.forEach(SourceListener::close);
    listeners.clear();
  }

  private void serve(TunnelLink link, SequencedMap<String, Endpoint> endpoints) {
    if (!link.isOpen()) {
      return;
    }
    backPressure.onLink(link);
    Serving serving = new Serving(link, backPressure, local);
    services = new LinkServices<>();
    endpoints.forEach((service, asked) -> {
      Endpoint at = requireNonNull(bound.get(service)).result();
      services.put(service, new SourceService(service, dialect, at, serving));
      if (announced.add(service)) {
        announce(service, asked, at);
      }
    });
  }

  private Future<Endpoint> listen(String service, Endpoint asked) {
    SourceListener listening =
        new SourceListener(
            vertx, dialer, local, asked, application -> onAccepted(service, application));
    listeners.add(listening);
    return listening.listen();
  }

  private void announce(String service, Endpoint asked, Endpoint at) {
    if (asked instanceof Endpoint.Tcp tcp && tcp.port() == 0) {
      log.info("Listen port assigned for service id {}. New port mapping: ", service);
      log.info("{} = {}", service, portText(at));
    }
    log.info(
        "Listening for new connection on {}{}",
        at instanceof Endpoint.Tcp ? "port " : "",
        portText(at));
    listener.onListening(service, at);
  }

  private static String portText(Endpoint endpoint) {
    return endpoint instanceof Endpoint.Tcp tcp
        ? Integer.toString(tcp.port())
        : endpoint.toString();
  }

  private void onAccepted(String service, ByteStream application) {
    services
        .find(service)
        .ifPresentOrElse(
            to -> to.onAccepted(application),
            () -> {
              log.warn(
                  "{} is turned away: there is no connection to the relay now",
                  application.remote());
              application.end();
            });
  }
}
