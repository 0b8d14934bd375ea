package io.adit.peer;

import io.adit.peer.link.LinkEnd;
import io.adit.peer.link.TunnelLink;
import io.adit.peer.socket.Endpoint;
import io.adit.wire.Message;
import io.adit.wire.Side;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One link from its first message to its last: waits for SERVICE_IDS, checks them against the
 * mapping, then hands messages to the side.
 */
final class LinkSession implements TunnelLink.Listener {

  /** Hears what became of the session. */
  interface Owner {
    /** The link serves. */
    void onServing();

    /** The proxy cannot go on, with this link or another. */
    void onFatal(ProxyOutcome outcome);

    void onEnded(LinkEnd end);
  }

  private static final Logger log = LoggerFactory.getLogger(LinkSession.class);

  private final TunnelLink link;
  private final ProxyOptions options;
  private final TunnelSide side;
  private final Owner owner;

  private @Nullable List<String> available;
  private boolean serving;

  LinkSession(TunnelLink link, ProxyOptions options, TunnelSide side, Owner owner) {
    this.link = link;
    this.options = options;
    this.side = side;
    this.owner = owner;
  }

  void start() {
    link.start(this);
    if (!options.link().subprotocol().announcesServices()) {
      begin(List.of());
    }
    link.read();
  }

  @Override
  public void onMessage(Message message) {
    switch (message) {
      case Message.ServiceIds ids -> onServiceIds(ids.available());
      case Message.OfStream ofStream -> {
        if (serving) {
          side.onMessage(ofStream);
        } else {
          log.warn("The relay sent a message before it named the services; dropped");
        }
      }
      case Message.SessionReset _ -> side.onSessionReset();
      case Message.Unknown unknown -> {
        if (!unknown.ignorable()) {
          link.drop("the relay sent a message of unknown type " + unknown.type());
        }
      }
    }
  }

  @Override
  public void onDrained() {
    side.onDrained();
  }

  @Override
  public void onEnded(LinkEnd end) {
    owner.onEnded(end);
  }

  private void onServiceIds(List<String> ids) {
    if (available == null) {
      begin(ids);
    } else if (!available.equals(ids)) {
      link.drop("the relay named the services " + available + " and then " + ids);
    }
  }

  private void begin(List<String> ids) {
    available = ids;
    try {
      SequencedMap<String, Endpoint> endpoints = assign(ids);
      side.begin(link, endpoints)
          .onSuccess(_ -> onServing())
          .onFailure(cause -> owner.onFatal(cannotListen(cause)));
    } catch (ServiceMismatchException e) {
      owner.onFatal(new ProxyOutcome.ServiceMismatch(e.text()));
    }
  }

  private SequencedMap<String, Endpoint> assign(List<String> ids) throws ServiceMismatchException {
    ServiceMap map = options.services();
    if (!options.link().subprotocol().announcesServices()) {
      return map.assignUnnamed();
    }
    if (!options.dialect().namesServices() && ids.size() > 1) {
      throw new ServiceMismatchException(
          "the tunnel has the services " + ids + ", and dialect V1 carries one");
    }
    SequencedMap<String, Endpoint> endpoints = map.assign(ids);
    show(map, endpoints, options.side());
    return endpoints;
  }

  /** Scripts wait for these lines of the official client. */
  private static void show(ServiceMap map, SequencedMap<String, Endpoint> endpoints, Side side) {
    switch (map) {
      case ServiceMap.Bare _ -> {
        log.info("Updated port mapping for v1 format: ");
        endpoints.forEach((service, at) -> log.info("{} = {}", service, text(at, side)));
      }
      case ServiceMap.Open _, ServiceMap.Asked _ -> {
        log.info("Use port mapping: ");
        log.info("---------------------------------");
        endpoints.forEach((service, at) -> log.info("{} = {}", service, text(at, side)));
        log.info("---------------------------------");
      }
      case ServiceMap.Named _, ServiceMap.Some _, ServiceMap.Sole _ -> {}
    }
    endpoints.forEach((_, _) -> log.info("calling setup from loop"));
  }

  /** Of a source the port alone, as it is mostly given. */
  private static String text(Endpoint endpoint, Side side) {
    return side == Side.SOURCE && endpoint instanceof Endpoint.Tcp tcp
        ? Integer.toString(tcp.port())
        : endpoint.toString();
  }

  private void onServing() {
    serving = link.isOpen();
    if (serving) {
      owner.onServing();
    }
  }

  private static ProxyOutcome cannotListen(Throwable cause) {
    String text = cause instanceof CannotListenException cannot ? cannot.text() : cause.toString();
    return new ProxyOutcome.CannotListen(text);
  }
}
