package io.adit.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.cli.proxy.options.OptionValues;
import io.adit.cli.proxy.options.ProxyOption;
import io.adit.cli.proxy.options.RejectedInputException;
import io.adit.cli.proxy.options.UsageException;
import io.adit.peer.LocalOptions;
import io.adit.peer.ProxyOptions;
import io.adit.peer.ReconnectPolicy;
import io.adit.peer.ServiceMap;
import io.adit.peer.connection.ConnectionLimits;
import io.adit.peer.link.LinkTuning;
import io.adit.peer.link.RelayTrust;
import io.adit.peer.socket.Endpoint;
import io.adit.peer.socket.RetryPolicy;
import io.adit.wire.Dialect;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the options come to, and what is wrong with them. */
class ProxyPlanTest {
  @TempDir Path folder;

  @AutoClose private final Logged logged = new Logged();

  private final Map<ProxyOption, String> given = new EnumMap<>(ProxyOption.class);
  private final Map<String, String> environment =
      new HashMap<>(Map.of("AWSIOT_TUNNEL_ACCESS_TOKEN", "the-token"));

  private ProxyPlanTest with(ProxyOption option, String value) {
    given.put(option, value);
    return this;
  }

  private ProxyPlanTest source() {
    return with(ProxyOption.PROXY_ENDPOINT, "relay:1").with(ProxyOption.SOURCE_LISTEN_PORT, "5555");
  }

  private ProxyPlanTest settings(String json) throws Exception {
    Path file = Files.writeString(folder.resolve("settings.json"), json);
    return with(ProxyOption.SETTINGS_JSON, file.toString());
  }

  private ProxyOptions plan() throws UsageException {
    return ProxyPlan.read(new OptionValues(given, Map.of(), environment));
  }

  private void assertRejected(ProxyOption option, String text) {
    assertThatThrownBy(this::plan)
        .isInstanceOfSatisfying(
            RejectedInputException.class, e -> assertThat(e.option()).isEqualTo(option))
        .hasMessageContaining(text);
  }

  private void assertUsage(String text) {
    assertThatThrownBy(this::plan)
        .isInstanceOf(UsageException.class)
        .isNotInstanceOf(RejectedInputException.class)
        .hasMessageContaining(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "relay.example | relay.example:443",
        "Relay.Example:8443 | relay.example:8443",
        "192.0.2.1:1 | 192.0.2.1:1",
        "[::1]:8443 | [::1]:8443",
        "[::1] | [::1]:443",
      })
  void theRelayIsAHostWithAPortOrWithout(String endpoint, String address) throws Exception {
    assertThat(source().with(ProxyOption.PROXY_ENDPOINT, endpoint).plan().link().relay().uri())
        .isEqualTo("wss://" + address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "wss://relay",
        "relay/path",
        "relay:",
        "relay:x",
        "relay:0",
        "relay:65536",
        "re lay",
        "relay\r\nX:y",
        "a:b:c",
        "[::1",
        "::1"
      })
  void whatIsNoRelayIsRejected(String endpoint) {
    source()
        .with(ProxyOption.PROXY_ENDPOINT, endpoint)
        .assertRejected(ProxyOption.PROXY_ENDPOINT, "");
  }

  @Test
  void aRegionStandsForItsHostAndTheSettingsMayNameAnother() throws Exception {
    source().given.remove(ProxyOption.PROXY_ENDPOINT);
    assertThat(with(ProxyOption.REGION, "eu-west-1").plan().link().relay().uri())
        .isEqualTo("wss://data.tunneling.iot.eu-west-1.amazonaws.com:443");
    assertThat(with(ProxyOption.REGION, "cn-north-1").plan().link().relay().uri())
        .isEqualTo("wss://data.tunneling.iot.cn-north-1.amazonaws.com.cn:443");

    settings("{\"tunneling\":{\"proxy\":{\"endpoint_format\":\"%s.adit.example\"}}}");
    assertThat(with(ProxyOption.REGION, "home").plan().link().relay().uri())
        .isEqualTo("wss://home.adit.example:443");

    with(ProxyOption.REGION, "Home!").assertRejected(ProxyOption.REGION, "is no region");
  }

  @Test
  void exactlyOneOfRegionAndEndpointIsNeededWhereverTheyComeFrom() {
    source();
    environment.put("AWSIOT_TUNNEL_REGION", "eu-west-1");
    assertUsage(
        "exclude each other; given are --proxy-endpoint and the variable AWSIOT_TUNNEL_REGION");

    environment.clear();
    given.remove(ProxyOption.PROXY_ENDPOINT);
    assertUsage("say where the relay is");
  }

  @ParameterizedTest
  @CsvSource({"src, SOURCE", "source, SOURCE", "dst, DESTINATION", "destination, DESTINATION"})
  void theModeMayStandBesideItsMapping(String mode, Side side) throws Exception {
    source().with(ProxyOption.MODE, mode);
    if (side == Side.DESTINATION) {
      given.remove(ProxyOption.SOURCE_LISTEN_PORT);
      with(ProxyOption.DESTINATION_APP, "22");
    }
    assertThat(plan().link().side()).isEqualTo(side);
  }

  @Test
  void aProxyIsSourceOrDestination() {
    source().with(ProxyOption.DESTINATION_APP, "22").assertUsage("exclude each other");
    given.remove(ProxyOption.DESTINATION_APP);
    with(ProxyOption.MODE, "dst").assertUsage("--mode dst contradicts --source-listen-port");
    with(ProxyOption.MODE, "both").assertRejected(ProxyOption.MODE, "'both' is none of");
    given.remove(ProxyOption.MODE);
    given.remove(ProxyOption.SOURCE_LISTEN_PORT);
    assertUsage("give --source-listen-port, --destination-app or --mode");
    with(ProxyOption.DESTINATION_APP, "22").with(ProxyOption.MODE, "source");
    assertUsage("--mode source contradicts --destination-app");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5555 | localhost:5555",
        "0 | localhost:0",
        "127.0.0.1:5555 | 127.0.0.1:5555",
        "[::1]:5555 | [::1]:5555",
        "/run/app.sock | /run/app.sock",
      })
  void aBareValueIsOneEndpoint(String mapping, String endpoint) throws Exception {
    assertThat(source().with(ProxyOption.SOURCE_LISTEN_PORT, mapping).plan().services())
        .isInstanceOfSatisfying(
            ServiceMap.Bare.class, bare -> assertThat(bare.endpoint()).hasToString(endpoint));
  }

  @Test
  void servicesHaveTheirEndpoints() throws Exception {
    var expected = new LinkedHashMap<String, Endpoint>();
    expected.put("SSH", new Endpoint.Tcp("localhost", 22));
    expected.put("WEB_1", new Endpoint.Tcp("::1", 80));
    expected.put("db-2", new Endpoint.UnixSocket("/run/db"));

    given.remove(ProxyOption.SOURCE_LISTEN_PORT);
    with(ProxyOption.PROXY_ENDPOINT, "relay:1")
        .with(ProxyOption.DESTINATION_APP, " SSH = 22 ,, WEB_1=[::1]:80,db-2=/run/db,SSH=23");

    assertThat(plan().services()).isEqualTo(new ServiceMap.Named(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "22,23",
        "SSH=22,23",
        "SSH",
        "SSH=",
        "=22",
        "a.b=22",
        "a b=22",
        "SSH=65536",
        "SSH=host:",
        "SSH=a:b:c",
        "SSH=0",
        "22x",
        "-1"
      })
  void aMappingThatIsNoneIsRejected(String mapping) {
    with(ProxyOption.PROXY_ENDPOINT, "relay:1").with(ProxyOption.DESTINATION_APP, mapping);
    assertRejected(ProxyOption.DESTINATION_APP, "");
  }

  @Test
  void theBindAddressIsTheHostOfBarePorts() throws Exception {
    source().with(ProxyOption.LOCAL_BIND_ADDRESS, "0.0.0.0");
    assertThat(plan().services()).hasToString("Bare[endpoint=0.0.0.0:5555]");

    with(ProxyOption.LOCAL_BIND_ADDRESS, "[::]");
    assertThat(plan().services()).hasToString("Bare[endpoint=[::]:5555]");

    given.remove(ProxyOption.LOCAL_BIND_ADDRESS);
    settings("{\"tunneling\":{\"proxy\":{\"default_bind_address\":\"127.0.0.2\"}}}");
    assertThat(plan().services()).hasToString("Bare[endpoint=127.0.0.2:5555]");

    with(ProxyOption.LOCAL_BIND_ADDRESS, "a/b")
        .assertRejected(ProxyOption.LOCAL_BIND_ADDRESS, "neither a host nor an address");
  }

  @Test
  void aDestinationConnectsFromItsBindAddressWhereThatIsOurs() throws Exception {
    with(ProxyOption.PROXY_ENDPOINT, "relay:1").with(ProxyOption.DESTINATION_APP, "22");
    assertThat(plan().local().from()).isNull();
    assertThat(with(ProxyOption.LOCAL_BIND_ADDRESS, "127.0.0.1").plan().local().from())
        .isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
    assertThat(with(ProxyOption.LOCAL_BIND_ADDRESS, "0.0.0.0").plan().local().from()).isNull();
    assertThat(logged.warnings()).isEmpty();

    // An address of somebody else completes endpoints, and no more.
    with(ProxyOption.LOCAL_BIND_ADDRESS, "192.0.2.77");
    assertThat(plan().local().from()).isNull();
    assertThat(plan().services()).hasToString("Bare[endpoint=192.0.2.77:22]");
    assertThat(logged.warnings()).first().asString().startsWith("192.0.2.77 is no address of this");
  }

  @Test
  void theFolderCountsWhereThereIsNoMapping() throws Exception {
    Path configs = Files.createDirectory(folder.resolve("configs"));
    Files.writeString(configs.resolve("services"), "SSH = 22\n");
    with(ProxyOption.PROXY_ENDPOINT, "relay:1").with(ProxyOption.CONFIG_DIR, configs.toString());
    Map<String, Endpoint> known = Map.of("SSH", new Endpoint.Tcp("localhost", 22));

    // A source listens anywhere for the others, a destination cannot guess.
    assertThat(with(ProxyOption.MODE, "src").plan().services())
        .isEqualTo(new ServiceMap.Open(known, "localhost"));
    assertThat(with(ProxyOption.MODE, "dst").plan().services())
        .isEqualTo(new ServiceMap.Open(known, null));
    assertThat(with(ProxyOption.DESTINATION_APP, "WEB=80").plan().services())
        .hasToString("Named[endpoints={WEB=localhost:80}]");
  }

  @Test
  void aDestinationWithoutAnyMappingIsTold() throws Exception {
    with(ProxyOption.PROXY_ENDPOINT, "relay:1").with(ProxyOption.MODE, "dst");
    assertUsage("No port mapping exists");

    Path configs = Files.createDirectory(folder.resolve("configs"));
    Files.writeString(configs.resolve("services"), "SSH = 0\n");
    with(ProxyOption.CONFIG_DIR, configs.toString());
    assertRejected(ProxyOption.DESTINATION_APP, "cannot be dialled");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aSourceSpeaksADialectUnderTheNewestSubprotocol(Dialect dialect) throws Exception {
    ProxyOptions plan = source().with(ProxyOption.DESTINATION_CLIENT_TYPE, dialect.name()).plan();

    assertThat(plan.dialect()).isEqualTo(dialect);
    assertThat(plan.link().subprotocol()).isEqualTo(Subprotocol.V3);
    assertThat(logged.infos().contains("setting source protocol to " + dialect))
        .isEqualTo(dialect != Dialect.V3);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aDestinationOffersWhatItSpeaks(Dialect dialect) throws Exception {
    with(ProxyOption.PROXY_ENDPOINT, "relay:1").with(ProxyOption.DESTINATION_APP, "22");

    assertThat(
            with(ProxyOption.DESTINATION_CLIENT_TYPE, dialect.name()).plan().link().subprotocol())
        .isEqualTo(Subprotocol.valueOf(dialect.name()));
  }

  @Test
  void anotherTypeOfClientIsWarnedOfAndV3() throws Exception {
    assertThat(source().with(ProxyOption.DESTINATION_CLIENT_TYPE, "v1").plan().dialect())
        .isEqualTo(Dialect.V3);
    assertThat(logged.warnings())
        .containsExactly("Unknown destination client type 'v1'; V1 and V2 are known. Using V3");
  }

  @Test
  void anOlderSubprotocolHasItsDialect() throws Exception {
    source()
        .settings(
            "{\"tunneling\":{\"proxy\":{\"websocket\":{\"subprotocol\":"
                + "\"aws.iot.securetunneling-2.0\"}}}}");

    assertThat(plan().link().subprotocol()).isEqualTo(Subprotocol.V2);
    assertThat(plan().dialect()).isEqualTo(Dialect.V2);
    assertThat(with(ProxyOption.DESTINATION_CLIENT_TYPE, "V1").plan().dialect())
        .isEqualTo(Dialect.V1);
    assertThat(with(ProxyOption.DESTINATION_CLIENT_TYPE, "V3").plan().dialect())
        .isEqualTo(Dialect.V2);
  }

  @Test
  void withoutSettingsThePeersDefaultsHold() throws Exception {
    ProxyOptions plan = source().plan();

    assertThat(plan.link().tuning()).isEqualTo(LinkTuning.DEFAULT);
    assertThat(plan.reconnect()).isEqualTo(ReconnectPolicy.DEFAULT);
    assertThat(plan.local()).isEqualTo(LocalOptions.DEFAULT);
  }

  @Test
  void everySettingTakesEffect() throws Exception {
    source()
        .settings(
            """
            {"tunneling": {"proxy": {
              "message": {"max_payload_size": 1000},
              "tcp": {"connection_retry_count": 5, "connection_retry_delay_ms": 2500,
                "read_buffer_size": 2000, "write_buffer_size": 3000, "max_active_connections": 7},
              "websocket": {"ping_period_ms": 5100, "retry_delay_ms": 2500,
                "connect_retry_count": 3, "reconnect_on_data_error": "false",
                "read_buffer_size": 4000, "write_buffer_size": 5000}}}}
            """);

    ProxyOptions plan = plan();

    assertThat(plan.local())
        .isEqualTo(
            new LocalOptions(
                new ConnectionLimits(1000, 2000, 3000),
                7,
                new RetryPolicy(5, Duration.ofMillis(2500)),
                null));
    assertThat(plan.link().tuning())
        .isEqualTo(
            new LinkTuning(LinkTuning.DEFAULT.openTimeout(), Duration.ofMillis(5100), 4000, 5000));
    assertThat(plan.reconnect())
        .isEqualTo(
            new ReconnectPolicy(
                ReconnectPolicy.DEFAULT.first(),
                Duration.ofMillis(2500),
                ReconnectPolicy.DEFAULT.healthyAfter(),
                3,
                false));
  }

  @Test
  void theTokenIsNeededAndNeverRepeated() {
    environment.clear();
    source().assertUsage("an access token is needed");
    for (String token :
        List.of("", "sec ret", "sec\r\nret", "s\u007fecret", "sé", "x".repeat(4097))) {
      with(ProxyOption.ACCESS_TOKEN, token);
      assertThatThrownBy(this::plan)
          .isInstanceOf(RejectedInputException.class)
          .message()
          .contains(token.length() + " characters")
          .doesNotContain("sec");
    }
    with(ProxyOption.ACCESS_TOKEN, "ok").with(ProxyOption.CLIENT_TOKEN, "secret");
    assertRejected(ProxyOption.CLIENT_TOKEN, "it has 6 characters");
  }

  @Test
  void aTokenOnTheCommandLineIsWarnedOf() throws Exception {
    source().with(ProxyOption.ACCESS_TOKEN, "x".repeat(4096)).plan();

    assertThat(logged.warnings())
        .containsExactly(
            "Found access token supplied via CLI arg. Consider using environment variable"
                + " AWSIOT_TUNNEL_ACCESS_TOKEN instead");
  }

  @Test
  void certificatesThatAreNotThereAreWarnedOfAndTheOthersStay() throws Exception {
    Path missing = folder.resolve("missing");
    source().with(ProxyOption.CAPATH, missing.toString());

    assertThat(plan().link().relay().trust()).isInstanceOf(RelayTrust.Authorities.class);
    assertThat(logged.warnings())
        .containsExactly("--capath: " + missing + " does not exist; it is passed over");
  }

  @Test
  void withoutVerificationItSaysSoInCapitals() throws Exception {
    assertThat(source().with(ProxyOption.NO_SSL_HOST_VERIFY, "true").plan().link().relay().trust())
        .isEqualTo(new RelayTrust.Anyone());
    assertThat(logged.warnings()).hasSize(5).anyMatch(line -> line.contains("NOT verified"));
  }
}
