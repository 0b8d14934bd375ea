package io.adit.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who counts as one, for limits by address. */
class ClientNetworkTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "192.0.2.1, ::ffff:192.0.2.1, true",
    "2001:db8::1, 2001:db8::2, true",
    "2001:db8:0:1::1, 2001:db8:0:2::1, false"
  })
  void anIpv6NetworkCountsAsOneAddress(String one, String other, boolean same) throws Exception {
    assertThat(network(one).equals(network(other))).isEqualTo(same);
  }

  @Test
  void thisMachineIsKnown() throws Exception {
    assertThat(network("127.0.0.1").isLoopback()).isTrue();
    assertThat(network("::1").isLoopback()).isTrue();
    assertThat(network("192.0.2.1").isLoopback()).isFalse();
    assertThat(network("2001:db8::1").isLoopback()).isFalse();
  }

  private static ClientNetwork network(String address) throws UnknownHostException {
    return ClientNetwork.of(InetAddress.getByName(address));
  }
}
