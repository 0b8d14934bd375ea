package io.adit.cli.proxy;

import io.adit.cli.proxy.options.OptionValues;
import io.adit.cli.proxy.options.ProxyOption;
import io.adit.cli.proxy.options.Settings;
import io.adit.cli.proxy.options.UsageException;
import io.adit.peer.ProxyOptions;
import io.adit.peer.ReconnectPolicy;
import io.adit.peer.ServiceMap;
import io.adit.peer.link.LinkOptions;
import io.adit.peer.link.LinkTuning;
import io.adit.peer.link.RelayAccess;
import io.adit.wire.Dialect;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the options into one plan, or says what is wrong with them. */
final class ProxyPlan {
  private static final Logger log = LoggerFactory.getLogger(ProxyPlan.class);

  private final OptionValues values;
  private final Settings settings;

  private ProxyPlan(OptionValues values, Settings settings) {
    this.values = values;
    this.settings = settings;
  }

  static ProxyOptions read(OptionValues values) throws UsageException {
    return new ProxyPlan(values, Settings.of(values)).read();
  }

  private ProxyOptions read() throws UsageException {
    ServiceOptions services = new ServiceOptions(values, settings);
    Side side = services.side();
    ServiceMap map = services.services(side);
    Dialect dialect = dialect();
    RelayAccess relay = new RelayOptions(values, settings).read();
    LinkOptions link =
        new LinkOptions(
            relay,
            side,
            subprotocol(side, dialect),
            new CredentialOptions(values).read(),
            LinkTuning.DEFAULT);
    return new ProxyOptions(link, map, dialect, ReconnectPolicy.DEFAULT);
  }

  private Dialect dialect() {
    Optional<String> type = values.get(ProxyOption.DESTINATION_CLIENT_TYPE);
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
