package io.adit.agent.tunnel;

import io.adit.peer.socket.Endpoint;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a tunnel's relay is on AWS, whose messages name the region only. */
final class RelayAddress {
  private static final Pattern REGION_FORM = Pattern.compile("[a-z0-9-]{1,64}");
  private static final int PORT = 443;

  private RelayAddress() {}

  /** Empty where the text is no region: it came over the network and would become a host's name. */
  static Optional<Endpoint.Tcp> inRegion(String region) {
    if (!REGION_FORM.matcher(region).matches()) {
      return Optional.empty();
    }
    String domain = region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
    return Optional.of(new Endpoint.Tcp("data.tunneling.iot." + region + domain, PORT));
  }
}
