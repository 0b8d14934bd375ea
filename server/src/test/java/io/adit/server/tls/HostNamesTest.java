package io.adit.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {

  @Test
  void namesAndAddressesAreToldApartAndSpelledInOneWay() {
    HostNames names =
        HostNames.of(List.of("Adit.Example.com", "::1", "0:0:0:0:0:0:0:1", "10.0.0.7"));

    assertThat(names.dnsNames()).containsExactly("adit.example.com");
    assertThat(names.addresses()).containsExactly("0:0:0:0:0:0:0:1", "10.0.0.7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a-b.example", "*.example.com", "xn--nxasmq6b.example", "1host.lan"})
  void aDnsNameIsAHost(String name) {
    assertThat(HostNames.isHost(name)).isTrue();
    assertThat(HostNames.isAddress(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "-a",
        "a-",
        "a..b",
        ".a",
        "a.",
        "a_b",
        "https://a",
        "a:8443",
        "256.1.1.1",
        "1.2.3",
        "127.1",
        "[::1]",
        "fe80::1%eth0",
        "*",
        "a.*.b",
        "日本.example"
      })
  void anythingElseIsNot(String text) {
    assertThat(HostNames.isHost(text)).isFalse();
    assertThatThrownBy(() -> HostNames.of(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is neither a host name nor an address");
  }

  @Test
  void labelsAndNamesHaveTheirLongest() {
    String label = "a".repeat(63);

    assertThat(HostNames.isDnsName(label)).isTrue();
    assertThat(HostNames.isDnsName(label + "a")).isFalse();
    assertThat(HostNames.isDnsName(String.join(".", label, label, label, "a".repeat(61)))).isTrue();
    assertThat(HostNames.isDnsName(String.join(".", label, label, label, "a".repeat(62))))
        .isFalse();
  }

  @Test
  void aWildcardCoversOneLabel() {
    HostNames names = HostNames.of(List.of("*.example.com", "::1"));

    assertThat(names.covers("a.example.com")).isTrue();
    assertThat(names.covers("A.EXAMPLE.com")).isTrue();
    assertThat(names.covers("a.b.example.com")).isFalse();
    assertThat(names.covers("example.com")).isFalse();
    assertThat(names.covers("0::1")).isTrue();
    assertThat(names.covers("127.0.0.1")).isFalse();
  }

  @Test
  void thisMachineIsKnownByLoopbackNames() {
    assertThat(LocalHostNames.find()).startsWith("localhost", "127.0.0.1", "::1");
    assertThat(HostNames.of(LocalHostNames.find()).covers("localhost")).isTrue();
  }
}
