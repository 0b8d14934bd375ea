package io.adit.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.cli.proxy.options.OptionValues;
import io.adit.cli.proxy.options.UsageException;
import io.adit.peer.link.WebProxy;
import io.adit.peer.socket.Endpoint;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The variables {@code https_proxy} and {@code NO_PROXY}. */
class WebProxyOptionsTest {
  private static final Endpoint.Tcp RELAY = new Endpoint.Tcp("relay.example", 8443);

  @AutoClose private final Logged logged = new Logged();

  private static Optional<WebProxy> read(Map<String, String> environment) throws UsageException {
    return new WebProxyOptions(new OptionValues(Map.of(), Map.of(), environment)).read(RELAY);
  }

  private static WebProxy read(String url) throws UsageException {
    return read(Map.of("https_proxy", url)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://proxy.example:8080 | http://proxy.example:8080",
        "http://proxy.example:8080/ | http://proxy.example:8080",
        "HTTPS://proxy.example:8080 | https://proxy.example:8080",
        "127.0.0.1:8080 | http://127.0.0.1:8080",
        "proxy_1:8080 | http://proxy_1:8080",
        "user:secret@proxy:8080 | http://proxy:8080",
        "http://[::1]:8080 | http://[::1]:8080",
        "[2001:db8::1]:8080 | http://[2001:db8::1]:8080",
        "https://user@[::1]:1/ | https://[::1]:1",
        "http://proxy:65535 | http://proxy:65535",
      })
  void readsAddresses(String url, String address) throws Exception {
    assertThat(read(url)).hasToString(address);
    assertThat(logged.warnings()).isEmpty();
  }

  @Test
  void withoutAPortItIs3128() throws Exception {
    assertThat(read("http://proxy.example").address())
        .isEqualTo(new Endpoint.Tcp("proxy.example", 3128));
    assertThat(logged.warnings()).containsExactly("https_proxy names no port; 3128 is used");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user:secret | user | secret",
        "user | user | ''",
        "user: | user | ''",
        ":secret | '' | secret",
        "us%65r:s%3Acret%40home | user | s:cret@home",
        "a+b:c+d | a b | c d",
        "a%2Bb:%25 | a+b | %",
        "user:a:b | user | a:b",
        "user:p@ss/word | user | p@ss/word",
        "%E3%81%82:%c3%a9 | あ | é",
        "あ:é | あ | é",
      })
  void readsLogins(String login, String user, String password) throws Exception {
    assertThat(read("http://" + login + "@proxy:1").login())
        .isEqualTo(new WebProxy.Login(user, password));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://",
        "http://:8080",
        "://proxy:1",
        "//proxy:1",
        "http:/proxy:1",
        "http://proxy:port",
        "http://proxy:",
        "http://proxy:0",
        "http://proxy:65536",
        "http://proxy:-1",
        "http://proxy:1/path",
        "http://proxy:1?query",
        "http://::1:8080",
        "http://[::1",
        "http://pro xy:1",
        "http://proxy:1\r\nX: y",
        "ftp://proxy:1",
        "socks5://proxy:1",
        "http://user:secret%@proxy:1",
        "http://user:secret%4@proxy:1",
        "http://user:secret%zz@proxy:1",
        "http://user:secret%00@proxy:1",
        "http://user:secret%0d%0aX@proxy:1",
        "http://user:secret%ff@proxy:1",
        "http://us%3aer:secret@proxy:1",
        "http://user:secret\n@proxy:1",
        "http://user:secret%+1@proxy:1",
      })
  void refusesWhatIsNoWebProxyAndDoesNotRepeatTheLogin(String url) {
    assertThatThrownBy(() -> read(url))
        .isInstanceOf(UsageException.class)
        .message()
        .contains("https_proxy")
        .doesNotContain("secret");
  }

  @Test
  void theLowerCaseVariableCountsFirstAndAnEmptyOneNot() throws Exception {
    assertThat(read(Map.of("https_proxy", "small:1", "HTTPS_PROXY", "large:1")))
        .hasToString("Optional[http://small:1]");
    assertThat(read(Map.of("HTTPS_PROXY", "large:1"))).hasToString("Optional[http://large:1]");
    assertThat(read(Map.of("https_proxy", "", "HTTPS_PROXY", "large:1")))
        .hasToString("Optional[http://large:1]");
    assertThat(read(Map.of("https_proxy", ""))).isEmpty();
    assertThat(read(Map.of("http_proxy", "other:1", "ALL_PROXY", "other:1"))).isEmpty();
  }

  @Test
  void whatNoProxyNamesIsReachedDirectly() throws Exception {
    assertThat(read(Map.of("https_proxy", "p:1", "no_proxy", ".example"))).isEmpty();
    assertThat(read(Map.of("https_proxy", "p:1", "NO_PROXY", "relay.example:8443"))).isEmpty();
    assertThat(read(Map.of("https_proxy", "p:1", "NO_PROXY", "*", "no_proxy", "elsewhere")))
        .isPresent();
    assertThat(read(Map.of("https_proxy", "p:1", "NO_PROXY", ""))).isPresent();
    assertThat(logged.infos())
        .contains("NO_PROXY names relay.example:8443: it is reached without the web proxy");
  }
}
