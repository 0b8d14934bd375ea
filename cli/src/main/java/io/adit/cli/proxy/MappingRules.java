package io.adit.cli.proxy;

import io.adit.peer.ServiceMap;
import io.adit.peer.socket.Endpoint;
import io.adit.wire.Side;
import java.util.Collection;
import java.util.List;

/** What holds for the endpoints of one side only. */
final class MappingRules {
  private MappingRules() {}

  /**
   * @throws IllegalArgumentException where the side cannot use the endpoint
   */
  static void check(Side side, ServiceMap services) {
    for (Endpoint endpoint : endpoints(services)) {
      if (side == Side.DESTINATION && endpoint instanceof Endpoint.Tcp tcp && tcp.port() == 0) {
        throw new IllegalArgumentException(
            "'" + endpoint + "' cannot be dialled: a port is 1 to 65535");
      }
    }
  }

  private static Collection<Endpoint> endpoints(ServiceMap services) {
    return switch (services) {
      case ServiceMap.Bare bare -> List.of(bare.endpoint());
      case ServiceMap.Named named -> named.endpoints().values();
      case ServiceMap.Some some -> some.endpoints().values();
      case ServiceMap.Open open -> open.known().values();
      case ServiceMap.Sole _, ServiceMap.Asked _ -> List.of();
    };
  }
}
