package io.adit.peer;

import io.adit.peer.socket.Endpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Which endpoint serves which service of the tunnel. */
public sealed interface ServiceMap {

  /** One endpoint for the one service, whatever its name. */
  record Bare(Endpoint endpoint) implements ServiceMap {}

  /** Exactly these services. */
  record Named(SequencedMap<String, Endpoint> endpoints) implements ServiceMap {
    public Named {
      endpoints = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(endpoints));
    }
  }

  /** These services, whatever else the tunnel has: the others are left alone. */
  record Some(SequencedMap<String, Endpoint> endpoints) implements ServiceMap {
    public Some {
      endpoints = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(endpoints));
    }
  }

  /**
   * Whatever services the tunnel has.
   *
   * @param known endpoints of some
   * @param bindHost where the others listen on a free port; null where they may not be missing
   */
  record Open(Map<String, Endpoint> known, @Nullable String bindHost) implements ServiceMap {
    public Open {
      known = Map.copyOf(known);
    }
  }

  /**
   * One service of the tunnel, at standard input and output.
   *
   * @param service its name; null for the tunnel's only one
   */
  record Sole(@Nullable String service) implements ServiceMap {}

  /**
   * Whatever services the tunnel has, each where a destination's owner says when a connection
   * starts: what changes between two connections holds for the second.
   *
   * @param endpointOf the endpoint of a service, {@link Endpoint.Refused} for one that is not
   *     served; asked on the proxy's event loop
   */
  record Asked(Function<String, Endpoint> endpointOf) implements ServiceMap {}

  /** A tunnel without services has one stream, which has no name. */
  String NO_SERVICE = "";

  /** AWS's rule for the name of a service. */
  Pattern SERVICE_FORM = Pattern.compile("[a-zA-Z0-9:_-]{1,128}");

  /**
   * Reads {@code endpoint} or {@code service=endpoint[,service=endpoint…]}.
   *
   * @param defaultHost the host of an endpoint that is a port only
   * @throws IllegalArgumentException saying what is wrong with the text
   */
  static ServiceMap parse(String text, String defaultHost) {
    List<String> items = new ArrayList<>();
    for (String item : text.split(",", -1)) {
      if (!item.isBlank()) {
        items.add(item.strip());
      }
    }
    if (items.isEmpty()) {
      throw new IllegalArgumentException("the mapping is empty");
    }
    if (items.size() == 1 && items.getFirst().indexOf('=') < 0) {
      return new Bare(Endpoint.parse(items.getFirst(), defaultHost));
    }
    SequencedMap<String, Endpoint> endpoints = new LinkedHashMap<>();
    for (String item : items) {
      parseItem(item, defaultHost, endpoints);
    }
    return new Named(endpoints);
  }

  private static void parseItem(
      String item, String defaultHost, SequencedMap<String, Endpoint> endpoints) {
    int equals = item.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException(
          "'" + item + "' names no service; write SERVICE=" + item + ", as the other items do");
    }
    String service = item.substring(0, equals).strip();
    if (!SERVICE_FORM.matcher(service).matches()) {
      throw new IllegalArgumentException(
          "'" + service + "' is no service id: 1 to 128 of letters, digits, ':', '_' and '-'");
    }
    Endpoint endpoint = Endpoint.parse(item.substring(equals + 1).strip(), defaultHost);
    if (endpoints.putIfAbsent(service, endpoint) != null) {
      LoggerFactory.getLogger(ServiceMap.class)
          .warn("Service '{}' is mapped twice; the first mapping counts", service);
    }
  }

  /**
   * The endpoint of each service of a tunnel, in the tunnel's order.
   *
   * @param available as the relay announced them; empty for a tunnel without services
   */
  default SequencedMap<String, Endpoint> assign(List<String> available)
      throws ServiceMismatchException {
    List<String> services = available.isEmpty() ? List.of(NO_SERVICE) : available;
    return switch (this) {
      case Bare bare -> assignBare(bare, services);
      case Named named -> assignNamed(named, available);
      case Some some -> assignSome(some, available);
      case Open open -> assignOpen(open, services);
      case Sole sole -> assignSole(sole, services);
      case Asked asked -> assignAsked(asked, services);
    };
  }

  /** Where one more connection of a service goes that was assigned this endpoint. */
  default Endpoint current(String service, Endpoint assigned) {
    return this instanceof Asked asked ? asked.endpointOf().apply(service) : assigned;
  }

  /** The endpoint of a V1 link's one stream; V1 does not know services. */
  default SequencedMap<String, Endpoint> assignUnnamed() throws ServiceMismatchException {
    if (this instanceof Named named) {
      if (named.endpoints().size() != 1) {
        throw new ServiceMismatchException(
            "protocol V1 carries one service, the mapping has " + named.endpoints().keySet());
      }
      return assignBare(new Bare(named.endpoints().firstEntry().getValue()), List.of(NO_SERVICE));
    }
    if (this instanceof Open open && open.known().size() == 1) {
      Endpoint only = open.known().values().iterator().next();
      return assignBare(new Bare(only), List.of(NO_SERVICE));
    }
    return assign(List.of());
  }

  private static SequencedMap<String, Endpoint> assignBare(Bare bare, List<String> services)
      throws ServiceMismatchException {
    if (services.size() > 1) {
      throw new ServiceMismatchException(
          "the tunnel has the services "
              + services
              + "; give an endpoint for each: "
              + String.join("=…,", services)
              + "=…");
    }
    SequencedMap<String, Endpoint> assigned = new LinkedHashMap<>();
    assigned.put(services.getFirst(), bare.endpoint());
    return assigned;
  }

  private static SequencedMap<String, Endpoint> assignSole(Sole sole, List<String> services)
      throws ServiceMismatchException {
    String service = sole.service();
    if (service == null && services.size() > 1) {
      throw new ServiceMismatchException(
          "the tunnel has the services " + services + "; say which one: --stdio=SERVICE");
    }
    if (service != null) {
      requireService(service, services);
    }
    SequencedMap<String, Endpoint> assigned = new LinkedHashMap<>();
    assigned.put(service == null ? services.getFirst() : service, new Endpoint.Standard());
    return assigned;
  }

  private static SequencedMap<String, Endpoint> assignSome(Some some, List<String> available)
      throws ServiceMismatchException {
    for (String service : some.endpoints().keySet()) {
      requireService(service, available);
    }
    return some.endpoints();
  }

  private static void requireService(String service, List<String> services)
      throws ServiceMismatchException {
    if (!services.contains(service)) {
      throw new ServiceMismatchException(
          "the tunnel has the services " + services + ", and not '" + service + "'");
    }
  }

  private static SequencedMap<String, Endpoint> assignNamed(Named named, List<String> available)
      throws ServiceMismatchException {
    SequencedMap<String, Endpoint> assigned = new LinkedHashMap<>();
    for (String service : available) {
      Endpoint endpoint = named.endpoints().get(service);
      if (endpoint != null) {
        assigned.put(service, endpoint);
      }
    }
    if (assigned.size() != available.size() || assigned.size() != named.endpoints().size()) {
      throw new ServiceMismatchException(
          "the tunnel has the services "
              + available
              + ", the mapping is for "
              + named.endpoints().keySet()
              + "; they must be the same");
    }
    return assigned;
  }

  private static SequencedMap<String, Endpoint> assignOpen(Open open, List<String> services)
      throws ServiceMismatchException {
    SequencedMap<String, Endpoint> assigned = new LinkedHashMap<>();
    for (String service : services) {
      Endpoint endpoint = open.known().get(service);
      if (endpoint == null && open.bindHost() != null) {
        endpoint = new Endpoint.Tcp(open.bindHost(), 0);
      }
      if (endpoint == null) {
        throw new ServiceMismatchException(
            "there is no endpoint for service '" + service + "' of the tunnel");
      }
      assigned.put(service, endpoint);
    }
    return assigned;
  }

  private static SequencedMap<String, Endpoint> assignAsked(Asked asked, List<String> services) {
    SequencedMap<String, Endpoint> assigned = new LinkedHashMap<>();
    services.forEach(service -> assigned.put(service, asked.endpointOf().apply(service)));
    return assigned;
  }
}
