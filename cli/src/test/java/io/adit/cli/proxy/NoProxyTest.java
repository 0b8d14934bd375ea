package io.adit.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoProxyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* | relay.example",
        "relay.example | relay.example",
        "RELAY.example | relay.EXAMPLE",
        "example | relay.example",
        ".example | relay.example",
        "*.example | relay.example",
        ".relay.example | relay.example",
        "relay.example. | relay.example",
        "relay.example | relay.example.",
        "a.example, relay.example | relay.example",
        "'a.example  relay.example,,' | relay.example",
        "relay.example:8443 | relay.example",
        "*:8443 | relay.example",
        "127.0.0.1 | 127.0.0.1",
        "127.0.0.0/8 | 127.9.9.9",
        "192.0.2.128/25 | 192.0.2.200",
        "0.0.0.0/0 | 192.0.2.1",
        "192.0.2.1/32 | 192.0.2.1",
        "127.0.0.1:8443 | 127.0.0.1",
        "::1 | ::1",
        "[::1] | 0:0:0:0:0:0:0:1",
        "[::1]:8443 | ::1",
        "2001:db8::/32 | 2001:db8:1::5",
        "[2001:db8::]/32,* | 2001:db9::",
      })
  void covers(String list, String host) {
    assertThat(NoProxy.parse(list).covers(host, 8443)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | relay.example",
        "' , ' | relay.example",
        ". | relay.example",
        "ample | relay.example",
        "relay.example | myrelay.example",
        "a.relay.example | relay.example",
        "relay.example:443 | relay.example",
        "127.0.0.1 | 127.0.0.2",
        "127.0.0.1 | localhost",
        "localhost | 127.0.0.1",
        "0.0.1 | 127.0.0.1",
        "127.0.0.0/33 | 127.0.0.1",
        "127.0.0.0/-1 | 127.0.0.1",
        "127.0.0.0/x | 127.0.0.1",
        "192.0.2.128/25 | 192.0.2.127",
        "0.0.0.0/0 | ::1",
        "::/0 | 127.0.0.1",
        "[::1]:443 | ::1",
        "2001:db8::/33 | 2001:db8:8000::1",
      })
  void doesNotCover(String list, String host) {
    assertThat(NoProxy.parse(list).covers(host, 8443)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "a:b:c:d", "]:1", "%", "relay.example:999999", "\u0000", "[]:1"})
  void passesOverWhatItDoesNotUnderstand(String list) {
    assertThat(NoProxy.parse(list).covers("relay.example", 8443)).isFalse();
    assertThat(NoProxy.parse(list).covers("192.0.2.1", 8443)).isFalse();
    assertThat(NoProxy.parse(list + ",relay.example").covers("relay.example", 8443)).isTrue();
  }
}
