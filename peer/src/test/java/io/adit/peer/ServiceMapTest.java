package io.adit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.peer.socket.Endpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceMapTest {

  @ParameterizedTest
  @CsvSource({
    "22, localhost:22",
    "db:5432, db:5432",
    "10.0.0.7:80, 10.0.0.7:80",
    "[::1]:22, [::1]:22",
    "[fe80::1%eth0]:22, [fe80::1%eth0]:22",
    "/run/app.sock, /run/app.sock",
    "./app.sock, ./app.sock"
  })
  void readsABareEndpoint(String text, String endpoint) {
    ServiceMap map = ServiceMap.parse(text, "localhost");

    assertThat(map).isInstanceOf(ServiceMap.Bare.class);
    assertThat(((ServiceMap.Bare) map).endpoint()).hasToString(endpoint);
  }

  @Test
  void readsServicesWithBlanksAndEmptyItems() {
    ServiceMap map = ServiceMap.parse(" SSH = 22 ,, web_1=db:80 , u=/a=b ", "127.0.0.1");

    assertThat(((ServiceMap.Named) map).endpoints())
        .containsExactly(
            Map.entry("SSH", new Endpoint.Tcp("127.0.0.1", 22)),
            Map.entry("web_1", new Endpoint.Tcp("db", 80)),
            Map.entry("u", new Endpoint.UnixSocket("/a=b")));
  }

  @Test
  void keepsTheFirstOfTwoMappingsOfAService() {
    ServiceMap map = ServiceMap.parse("A=1,A=2", "h");

    assertThat(((ServiceMap.Named) map).endpoints())
        .containsExactly(Map.entry("A", new Endpoint.Tcp("h", 1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " , ",
        "SSH=",
        "SSH=22,80",
        "no.dots=22",
        "=22",
        "host",
        "::1:22",
        "h:65536",
        "h:",
        "a b:1",
        "[::1]",
        "22x"
      })
  void refuses(String text) {
    assertThatThrownBy(() -> ServiceMap.parse(text, "h"))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .isNotBlank();
  }

  @Test
  void givesABareEndpointToTheOneService() throws Exception {
    ServiceMap bare = ServiceMap.parse("22", "h");

    assertThat(bare.assign(List.of("SSH"))).containsOnlyKeys("SSH");
    assertThat(bare.assign(List.of())).containsOnlyKeys("");
    assertThat(bare.assignUnnamed()).containsOnlyKeys("");
    assertThatThrownBy(() -> bare.assign(List.of("SSH", "WEB")))
        .hasMessage(
            "the tunnel has the services [SSH, WEB]; give an endpoint for each: SSH=…,WEB=…");
  }

  @Test
  void wantsTheSameServicesInAnyOrder() throws Exception {
    ServiceMap named = ServiceMap.parse("A=1,B=2", "h");

    assertThat(named.assign(List.of("B", "A")).sequencedKeySet()).containsExactly("B", "A");
    for (List<String> other :
        List.of(List.of("A"), List.of("A", "C"), List.of("A", "B", "C"), List.<String>of())) {
      assertThatThrownBy(() -> named.assign(other)).isInstanceOf(ServiceMismatchException.class);
    }
  }

  @Test
  void givesV1TheOneMappedService() throws Exception {
    assertThat(ServiceMap.parse("A=1", "h").assignUnnamed())
        .containsExactly(Map.entry("", new Endpoint.Tcp("h", 1)));
    assertThatThrownBy(() -> ServiceMap.parse("A=1,B=2", "h").assignUnnamed())
        .hasMessage("protocol V1 carries one service, the mapping has [A, B]");
  }

  @Test
  void findsAFreePortForWhatASourceWasNotToldOf() throws Exception {
    ServiceMap open = new ServiceMap.Open(Map.of("A", new Endpoint.Tcp("h", 1)), "b");

    assertThat(open.assign(List.of("A", "B")))
        .containsExactly(
            Map.entry("A", new Endpoint.Tcp("h", 1)), Map.entry("B", new Endpoint.Tcp("b", 0)));
    assertThatThrownBy(() -> new ServiceMap.Open(Map.of(), null).assign(List.of("B")))
        .hasMessage("there is no endpoint for service 'B' of the tunnel");
  }

  @Test
  void someServicesLeaveTheOthersAlone() throws Exception {
    SequencedMap<String, Endpoint> wanted = new LinkedHashMap<>();
    wanted.put("B", new Endpoint.Tcp("h", 1));
    ServiceMap map = new ServiceMap.Some(wanted);

    assertThat(map.assign(List.of("A", "B", "C"))).isEqualTo(wanted);
    assertThatThrownBy(() -> map.assign(List.of("A", "C")))
        .isInstanceOf(ServiceMismatchException.class)
        .extracting(thrown -> ((ServiceMismatchException) thrown).text())
        .isEqualTo("the tunnel has the services [A, C], and not 'B'");
  }
}
