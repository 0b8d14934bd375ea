package io.adit.cli.thing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceEndpointsTest {
  @ParameterizedTest
  @CsvSource({
    "localhost:8443, true",
    "127.0.0.1:8443, true",
    "[::1]:8443, true",
    "127.example.com:8443, false",
    "10.0.0.1:8443, false",
    "adit.example.com:8443, false",
    "[2001:db8::1]:8443, false"
  })
  void aServerOnThisMachineOnlyIsTold(String address, boolean loopback) {
    assertThat(DeviceEndpoints.isLoopback(address)).isEqualTo(loopback);
  }
}
