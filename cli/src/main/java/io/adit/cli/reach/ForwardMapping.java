package io.adit.cli.reach;

import io.adit.cli.WrongUsageException;
import io.adit.peer.socket.Endpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Where {@code adit forward} listens for which service. */
final class ForwardMapping {
  private static final String LOOPBACK = "127.0.0.1";

  private ForwardMapping() {}

  /**
   * Reads {@code [LOCAL:]SERVICE} each. A service may have a colon in its name: what stands before
   * the last one is a place only where it looks like one.
   *
   * @throws WrongUsageException for what is neither, and for a service that comes twice
   */
  static SequencedMap<String, Endpoint> parse(List<String> texts) {
    SequencedMap<String, Endpoint> endpoints = new LinkedHashMap<>();
    for (String text : texts) {
      int colon = text.lastIndexOf(':');
      boolean hasPlace = colon > 0 && isPlace(text.substring(0, colon));
      String service = Services.of(hasPlace ? text.substring(colon + 1) : text);
      Endpoint at =
          hasPlace ? place(text, text.substring(0, colon)) : new Endpoint.Tcp(LOOPBACK, 0);
      if (endpoints.putIfAbsent(service, at) != null) {
        throw new WrongUsageException("the service " + service + " is there twice");
      }
    }
    return endpoints;
  }

  private static boolean isPlace(String text) {
    return text.indexOf('/') >= 0 || Endpoint.TCP_FORM.matcher(text).matches();
  }

  private static Endpoint place(String whole, String text) {
    try {
      return Endpoint.parse(text, LOOPBACK);
    } catch (IllegalArgumentException e) {
      throw new WrongUsageException("'" + whole + "': " + e.getMessage());
    }
  }
}
