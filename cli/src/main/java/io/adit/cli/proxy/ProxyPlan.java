package io.adit.cli.proxy;

import io.adit.cli.proxy.options.OptionValues;
import io.adit.cli.proxy.options.ProxyOption;
import io.adit.cli.proxy.options.Setting;
import io.adit.cli.proxy.options.Settings;
import io.adit.cli.proxy.options.UsageException;
import io.adit.peer.LocalOptions;
import io.adit.peer.ProxyOptions;
import io.adit.peer.ReconnectPolicy;
import io.adit.peer.ServiceMap;
import io.adit.peer.link.LinkOptions;
import io.adit.peer.link.LinkTuning;
import io.adit.peer.link.RelayAccess;
import io.adit.wire.Dialect;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.time.Duration;
import java.util.List;
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
    Subprotocol subprotocol = subprotocol();
    Dialect dialect = dialect(subprotocol);
    RelayAccess relay = new RelayOptions(values, settings).read();
    LinkOptions link =
        new LinkOptions(
            relay,
            side,
            offered(side, dialect, subprotocol),
            new CredentialOptions(values).read(),
            tuning());
    LocalOptions local = LocalSettings.read(side, values, settings);
    ProxyOptions options = new ProxyOptions(link, map, dialect, reconnect(), local);
    return map instanceof ServiceMap.Sole ? options.ofOneConnection() : options;
  }

  private LinkTuning tuning() {
    return new LinkTuning(
        LinkTuning.DEFAULT.openTimeout(),
        Duration.ofMillis(settings.number(Setting.PING_PERIOD_MS)),
        settings.number(Setting.WEBSOCKET_READ_BUFFER_SIZE),
        settings.number(Setting.WEBSOCKET_WRITE_BUFFER_SIZE));
  }

  private ReconnectPolicy reconnect() {
    ReconnectPolicy byDefault = ReconnectPolicy.DEFAULT;
    return new ReconnectPolicy(
        byDefault.first(),
        Duration.ofMillis(settings.number(Setting.RETRY_DELAY_MS)),
        byDefault.healthyAfter(),
        settings.number(Setting.CONNECT_RETRY_COUNT),
        settings.isTrue(Setting.RECONNECT_ON_DATA_ERROR));
  }

  private Subprotocol subprotocol() {
    return Subprotocol.choose(List.of(settings.text(Setting.SUBPROTOCOL))).orElseThrow();
  }

  /** Never newer than what is spoken under the subprotocol. */
  private Dialect dialect(Subprotocol subprotocol) {
    Dialect newest = subprotocol.newestDialect();
    Optional<String> type = values.get(ProxyOption.DESTINATION_CLIENT_TYPE);
    if (type.isEmpty()) {
      return newest;
    }
    Dialect wanted =
        switch (type.get()) {
          case "V1" -> Dialect.V1;
          case "V2" -> Dialect.V2;
          case "V3" -> Dialect.V3;
          default -> {
            log.warn(
                "Unknown destination client type '{}'; V1 and V2 are known. Using {}",
                type.get(),
                newest);
            yield newest;
          }
        };
    return announced(wanted.compareTo(newest) < 0 ? wanted : newest);
  }

  private static Dialect announced(Dialect dialect) {
    if (dialect != Dialect.V3) {
      log.info("setting source protocol to {}", dialect);
    }
    return dialect;
  }

  /**
   * A source writes its dialect under the newest subprotocol, as the official client does, and is
   * told the services that way. A destination is spoken to as its subprotocol says.
   */
  private static Subprotocol offered(Side side, Dialect dialect, Subprotocol newest) {
    if (side == Side.SOURCE) {
      return newest;
    }
    return switch (dialect) {
      case V1 -> Subprotocol.V1;
      case V2 -> Subprotocol.V2;
      case V3 -> Subprotocol.V3;
    };
  }
}
