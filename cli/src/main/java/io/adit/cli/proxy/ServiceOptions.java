package io.adit.cli.proxy;

import io.adit.cli.proxy.options.OptionValues;
import io.adit.cli.proxy.options.ProxyOption;
import io.adit.cli.proxy.options.RejectedInputException;
import io.adit.cli.proxy.options.ServiceFiles;
import io.adit.cli.proxy.options.Setting;
import io.adit.cli.proxy.options.Settings;
import io.adit.cli.proxy.options.UsageException;
import io.adit.peer.ServiceMap;
import io.adit.peer.socket.Endpoint;
import io.adit.wire.Side;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads which side this proxy is, and where its services are. */
final class ServiceOptions {
  private static final Pattern HOST_FORM = Pattern.compile("[A-Za-z0-9._:%\\[\\]-]{1,253}");

  private final OptionValues values;
  private final Settings settings;

  ServiceOptions(OptionValues values, Settings settings) {
    this.values = values;
    this.settings = settings;
  }

  Side side() throws UsageException {
    boolean source = values.get(ProxyOption.SOURCE_LISTEN_PORT).isPresent();
    boolean destination = values.get(ProxyOption.DESTINATION_APP).isPresent();
    if (source && destination) {
      throw new UsageException(
          "--source-listen-port and --destination-app exclude each other: a proxy is either source"
              + " or destination");
    }
    if (values.get(ProxyOption.STDIO).isPresent()) {
      return sideOfStdio(source || destination);
    }
    Optional<String> mode = values.get(ProxyOption.MODE);
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
          "--mode " + mode.get() + " contradicts " + mapping(side.opposite()).flag());
    }
    return side;
  }

  private Side sideOfStdio(boolean mapped) throws UsageException {
    Optional<String> mode = values.get(ProxyOption.MODE);
    if (mapped || (mode.isPresent() && parseMode(mode.get()) != Side.SOURCE)) {
      throw new UsageException(
          "--stdio is a source of its own: give neither --source-listen-port nor --destination-app"
              + " nor another --mode");
    }
    if (!values.isOnCommandLine(ProxyOption.STDIO)) {
      throw new UsageException("--stdio belongs on the command line, not into a file");
    }
    return Side.SOURCE;
  }

  private static Side parseMode(String mode) throws UsageException {
    return switch (mode) {
      case "src", "source" -> Side.SOURCE;
      case "dst", "destination" -> Side.DESTINATION;
      default ->
          throw new RejectedInputException(
              ProxyOption.MODE, "'" + mode + "' is none of src, source, dst, destination");
    };
  }

  private static ProxyOption mapping(Side side) {
    return side == Side.SOURCE ? ProxyOption.SOURCE_LISTEN_PORT : ProxyOption.DESTINATION_APP;
  }

  ServiceMap services(Side side) throws UsageException {
    Optional<String> stdio = values.get(ProxyOption.STDIO);
    if (stdio.isPresent()) {
      return sole(stdio.get());
    }
    String host = defaultHost();
    Optional<Path> folder = ServiceFiles.folder(values);
    Optional<String> mapping = values.get(mapping(side));
    try {
      if (mapping.isPresent()) {
        return checked(side, ServiceMap.parse(mapping.get(), host));
      }
      Map<String, Endpoint> known =
          folder.isPresent() ? ServiceFiles.read(folder.get(), host) : Map.of();
      return unmapped(side, known, host);
    } catch (IllegalArgumentException e) {
      throw new RejectedInputException(mapping(side), String.valueOf(e.getMessage()));
    }
  }

  private static ServiceMap sole(String service) throws UsageException {
    if (service.isEmpty()) {
      return new ServiceMap.Sole(null);
    }
    if (!ServiceMap.SERVICE_FORM.matcher(service).matches()) {
      throw new RejectedInputException(
          ProxyOption.STDIO,
          "'" + service + "' is no service id: 1 to 128 of letters, digits, ':', '_' and '-'");
    }
    return new ServiceMap.Sole(service);
  }

  private static ServiceMap checked(Side side, ServiceMap services) {
    MappingRules.check(side, services);
    return services;
  }

  /** A source listens anywhere for what it was not told of; a destination cannot guess. */
  private static ServiceMap unmapped(Side side, Map<String, Endpoint> known, String host)
      throws UsageException {
    if (side == Side.DESTINATION && known.isEmpty()) {
      throw new UsageException(
          "No port mapping exists: say with --destination-app or with files in --config-dir where"
              + " the services are");
    }
    return checked(side, new ServiceMap.Open(known, side == Side.SOURCE ? host : null));
  }

  /** The host of an endpoint that is a port only. */
  private String defaultHost() throws UsageException {
    Optional<String> address = values.get(ProxyOption.LOCAL_BIND_ADDRESS);
    if (address.isPresent() && !HOST_FORM.matcher(address.get()).matches()) {
      throw new RejectedInputException(
          ProxyOption.LOCAL_BIND_ADDRESS,
          "'" + address.get() + "' is neither a host nor an address");
    }
    return address
        .map(ServiceOptions::withoutBrackets)
        .orElseGet(() -> settings.text(Setting.DEFAULT_BIND_ADDRESS));
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
