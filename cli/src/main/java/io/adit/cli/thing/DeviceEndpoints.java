package io.adit.cli.thing;

import io.adit.cli.api.Things;
import io.adit.peer.socket.Endpoint;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where a device is to find the service. */
final class DeviceEndpoints {
  private static final int MQTT_PORT = 8883;

  @Option(
      names = "--endpoint",
      paramLabel = "HOST:PORT",
      description = "Where the device finds the tunnels. Default: as the server says.",
      converter = Address.class)
  private Endpoint.@Nullable Tcp endpoint;

  @Option(
      names = "--mqtt",
      paramLabel = "HOST:PORT",
      description = "Where the device hears of tunnels. Default: as the server says.",
      converter = Address.class)
  private Endpoint.@Nullable Tcp mqtt;

  DeviceEndpoints() {}

  static final class Address implements ITypeConverter<Endpoint.Tcp> {
    Address() {}

    @Override
    public Endpoint.Tcp convert(String text) {
      try {
        if (Endpoint.parse(text, "") instanceof Endpoint.Tcp tcp && tcp.port() > 0) {
          return tcp;
        }
      } catch (IllegalArgumentException e) {
        // said below
      }
      throw new TypeConversionException("'" + text + "' is no HOST:PORT");
    }
  }

  /**
   * Where the tunnels are; empty for AWS, whose agents know it by the region.
   *
   * @throws io.adit.cli.CommandFailedException when the server cannot be asked
   */
  Optional<String> tunnels(Things things) {
    if (endpoint != null) {
      return Optional.of(endpoint.toString());
    }
    return things.access().isAws()
        ? Optional.empty()
        : Optional.of(things.endpoint("adit:Tunnels"));
  }

  /** Where the MQTT gateway is. */
  String mqtt(Things things) {
    if (mqtt != null) {
      return mqtt.toString();
    }
    return things.access().isAws()
        ? things.endpoint("iot:Data-ATS") + ":" + MQTT_PORT
        : things.endpoint("adit:Mqtt");
  }

  /** Whether a device elsewhere would look for the server on itself. */
  static boolean isLoopback(String address) {
    String host = address.substring(0, address.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
    boolean isLiteral = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    return host.equals("localhost")
        || (isLiteral && InetAddress.ofLiteral(host).isLoopbackAddress());
  }
}
