package io.adit.cli.proxy;

import io.adit.peer.ProxyOptions;
import io.adit.peer.ReconnectPolicy;
import io.adit.peer.ServiceMap;
import io.adit.peer.link.LinkOptions;
import io.adit.peer.link.LinkTiming;
import io.adit.peer.link.RelayAccess;
import io.adit.wire.Dialect;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the options into one plan, or says what is wrong with them. */
final class ProxyPlan {
  private static final Logger log = LoggerFactory.getLogger(ProxyPlan.class);
  private static final String DEFAULT_BIND_ADDRESS = "localhost";

  private final OptionValues values;

  ProxyPlan(OptionValues values) {
    this.values = values;
  }

  ProxyOptions read() throws UsageException {
    Side side = side();
    ServiceMap services = services(side);
    Dialect dialect = dialect();
    RelayAccess relay = new RelayOptions(values).read();
    LinkOptions link =
        new LinkOptions(
            relay,
            side,
            subprotocol(side, dialect),
            new CredentialOptions(values).read(),
            LinkTiming.DEFAULT);
    return new ProxyOptions(link, services, dialect, ReconnectPolicy.DEFAULT);
  }

  private Side side() throws UsageException {
    boolean source = values.get(OptionValues.SOURCE_LISTEN_PORT).isPresent();
    boolean destination = values.get(OptionValues.DESTINATION_APP).isPresent();
    if (source && destination) {
      throw new UsageException(
          "--source-listen-port and --destination-app exclude each other: a proxy is either source"
              + " or destination");
    }
    Optional<String> mode = values.get(OptionValues.MODE);
    if (mode.isEmpty()) {
      if (!source && !destination) {
        throw new UsageException(
            "give --source-listen-port, --destination-app or --mode: is this proxy source or"
                + " destination?");
      }
      return source ? Side.SOURCE : Side.DESTINATION;
    }
    Side side = parseMode(mode.get());
    if ((source && side == Side.DESTINATION) || (destination && side == Side.SOURCE)) {
      throw new UsageException(
          "--mode " + mode.get() + " contradicts --" + mappingOption(side.opposite()));
    }
    return side;
  }

  private static Side parseMode(String mode) throws UsageException {
    return switch (mode) {
      case "src", "source" -> Side.SOURCE;
      case "dst", "destination" -> Side.DESTINATION;
      default ->
          throw new RejectedInputException(
              OptionValues.MODE, "'" + mode + "' is none of src, source, dst, destination");
    };
  }

  private static String mappingOption(Side side) {
    return side == Side.SOURCE ? OptionValues.SOURCE_LISTEN_PORT : OptionValues.DESTINATION_APP;
  }

  private ServiceMap services(Side side) throws UsageException {
    String host = values.get(OptionValues.LOCAL_BIND_ADDRESS).orElse(DEFAULT_BIND_ADDRESS);
    Optional<String> mapping = values.get(mappingOption(side));
    if (mapping.isEmpty()) {
      return unmapped(side, host);
    }
    try {
      ServiceMap services = ServiceMap.parse(mapping.get(), host);
      MappingRules.check(side, services);
      return services;
    } catch (IllegalArgumentException e) {
      throw new RejectedInputException(mappingOption(side), String.valueOf(e.getMessage()));
    }
  }

  private static ServiceMap unmapped(Side side, String host) throws UsageException {
    if (side == Side.DESTINATION) {
      throw new UsageException(
          "No port mapping exists: say with --destination-app where the services are");
    }
    return new ServiceMap.Open(Map.of(), host);
  }

  private Dialect dialect() {
    Optional<String> type = values.get(OptionValues.DESTINATION_CLIENT_TYPE);
    if (type.isEmpty()) {
      return Dialect.V3;
    }
    return switch (type.get()) {
      case "V1" -> announced(Dialect.V1);
      case "V2" -> announced(Dialect.V2);
      case "V3" -> Dialect.V3;
      default -> {
        log.warn("Unknown destination client type '{}'; V1 and V2 are known. Using V3", type.get());
        yield Dialect.V3;
      }
    };
  }

  private static Dialect announced(Dialect dialect) {
    log.info("setting source protocol to {}", dialect);
    return dialect;
  }

  /**
   * A source writes its dialect under 3.0, as the official client does, and is told the services
   * that way. A destination is spoken to as its subprotocol says.
   */
  private static Subprotocol subprotocol(Side side, Dialect dialect) {
    if (side == Side.SOURCE) {
      return Subprotocol.V3;
    }
    return switch (dialect) {
      case V1 -> Subprotocol.V1;
      case V2 -> Subprotocol.V2;
      case V3 -> Subprotocol.V3;
    };
  }
}
