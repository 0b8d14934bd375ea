package io.adit.cli.proxy;

import io.adit.cli.proxy.options.OptionValues;
import io.adit.cli.proxy.options.ProxyOption;
import io.adit.cli.proxy.options.Setting;
import io.adit.cli.proxy.options.Settings;
import io.adit.peer.LocalOptions;
import io.adit.peer.connection.ConnectionLimits;
import io.adit.peer.socket.RetryPolicy;
import io.adit.wire.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads how the sockets of the applications are treated. */
final class LocalSettings {
  private static final Logger log = LoggerFactory.getLogger(LocalSettings.class);

  private LocalSettings() {}

  static LocalOptions read(Side side, OptionValues values, Settings settings) {
    ConnectionLimits limits =
        new ConnectionLimits(
            settings.number(Setting.MAX_PAYLOAD_SIZE),
            settings.number(Setting.TCP_READ_BUFFER_SIZE),
            settings.number(Setting.TCP_WRITE_BUFFER_SIZE));
    RetryPolicy retry =
        new RetryPolicy(
            settings.number(Setting.CONNECTION_RETRY_COUNT),
            Duration.ofMillis(settings.number(Setting.CONNECTION_RETRY_DELAY_MS)));
    Optional<InetAddress> from =
        side == Side.DESTINATION
            ? values.get(ProxyOption.LOCAL_BIND_ADDRESS).flatMap(LocalSettings::ownAddress)
            : Optional.empty();
    return new LocalOptions(
        limits, settings.number(Setting.MAX_ACTIVE_CONNECTIONS), retry, from.orElse(null));
  }

  /**
   * The address to connect from. {@code -b} may also be a host that only completes endpoints, as it
   * is with the official client.
   */
  private static Optional<InetAddress> ownAddress(String host) {
    try {
      InetAddress address = InetAddress.getAllByName(host)[0];
      if (address.isAnyLocalAddress()) {
        return Optional.empty();
      }
      if (interfaceOf(address) != null) {
        return Optional.of(address);
      }
      log.warn("{} is no address of this machine: connections are not made from it", host);
    } catch (IOException e) {
      log.warn("{} cannot be connected from: {}", host, e.getMessage());
    }
    return Optional.empty();
  }

  private static @Nullable NetworkInterface interfaceOf(InetAddress address)
      throws SocketException {
    return address.isLoopbackAddress()
        ? NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress())
        : NetworkInterface.getByInetAddress(address);
  }
}
