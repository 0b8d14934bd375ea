package io.adit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.OperationsOptions;
import io.adit.server.ServerOptions;
import io.adit.server.StrangerOptions;
import io.adit.server.audit.AuditOptions;
import io.adit.server.audit.deliver.SyslogOptions;
import io.adit.server.audit.deliver.WebhookOptions;
import io.adit.server.auth.Role;
import io.adit.server.broker.BrokerOptions;
import io.adit.server.flow.Rate;
import io.adit.server.limit.CallRates;
import io.adit.server.limit.CallerLimits;
import io.adit.server.limit.DataBudget;
import io.adit.server.limit.Frequency;
import io.adit.server.limit.LimitOptions;
import io.adit.server.limit.ThingLimits;
import io.adit.server.oidc.OidcOptions;
import io.adit.server.secret.MasterKey;
import io.adit.server.tls.GivenCertificates;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ServerSettingsTest {
  @Test
  void aProviderOfIdentitiesIsNamedWithItsRoles(@TempDir Path folder) throws IOException {
    // Given
    Path secret = Files.writeString(folder.resolve("secret"), "s3cret\nmore");

    // When
    var oidc =
        new ServerSettings(
                Map.of(
                    ServerSetting.OIDC_ISSUER,
                    List.of("https://id.example.com/realms/x"),
                    ServerSetting.OIDC_CLIENT_ID,
                    List.of("adit"),
                    ServerSetting.OIDC_CLIENT_SECRET_FILE,
                    List.of(secret.toString()),
                    ServerSetting.OIDC_ROLE,
                    List.of("administrator=adit-admins", "viewer=*")),
                Map.of(),
                null)
            .options()
            .oidc();

    // Then
    assertThat(oidc)
        .isEqualTo(
            new OidcOptions(
                "https://id.example.com/realms/x",
                "adit",
                "s3cret",
                "id.example.com",
                "roles",
                Map.of(Role.ADMINISTRATOR, List.of("adit-admins"), Role.VIEWER, List.of("*"))));
    assertThat(String.valueOf(oidc)).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://id.example.com", "id.example.com", "https://u:p@id.example.com"})
  void aProviderThatIsNotSafeToAskIsRefused(String issuer) {
    var settings =
        new ServerSettings(
            Map.of(
                ServerSetting.OIDC_ISSUER,
                List.of(issuer),
                ServerSetting.OIDC_CLIENT_ID,
                List.of("adit")),
            Map.of(),
            null);

    assertThatThrownBy(settings::options)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("--oidc-issuer");
  }

  private static final Map<String, String> HOME = Map.of("XDG_DATA_HOME", "/home/data");

  @TempDir Path folder;

  @Test
  void whatNothingSetsHasItsDefault() {
    assertThat(options(Map.of(), HOME, null))
        .isEqualTo(ServerOptions.defaults(Path.of("/home/data/adit")));
  }

  @Test
  void aRelativeXdgDataHomeDoesNotCount() {
    ServerOptions options = options(Map.of(), Map.of("XDG_DATA_HOME", "data"), null);

    assertThat(options.data())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local", "share", "adit"));
  }

  @Test
  void aFlagCountsBeforeAVariableAndAVariableBeforeTheFile() throws Exception {
    // Given
    Path file = write("port = 1001", "account = 111111111111", "region = in-file");
    var environment = Map.of("ADIT_PORT", "2002", "ADIT_REGION", "in-environment");
    var flags = Map.of(ServerSetting.PORT, List.of("3003"));

    // When
    ServerOptions options = options(flags, environment, file);

    // Then
    assertThat(options.listener().port()).isEqualTo(3003);
    assertThat(options.identity().region()).isEqualTo("in-environment");
    assertThat(options.identity().account()).isEqualTo("111111111111");
  }

  @Test
  void everySettingCanStandInTheFile() throws Exception {
    // Given
    Path file =
        write(
            "# all of them",
            "port=443",
            "bind = ::",
            "data = data",
            "region = eu-west-1",
            "account = 123456789012",
            "public-name = a.example.com, 203.0.113.7",
            "tls-cert = /etc/cert.pem",
            "tls-key = key.pem",
            "max-services = 10",
            "closed-retention = 7d",
            "destination-wait = 1m",
            "official-client-rate = 2MB/s",
            "allowed-origin = https://a.example.com, http://localhost:5173",
            "strict-things = true",
            "limits = aws",
            "max-open-tunnels = 1000",
            "max-open-tunnels-per-principal = 20",
            "call-rate = OpenTunnel=5/s, *=50/s",
            "call-rate-per-principal = OpenTunnel=10/m",
            "handshake-rate = 30/m",
            "strangers = 8000",
            "strangers-per-address = 2000",
            "stranger-rate = 100/s",
            "tunnel-bandwidth = 2MB/s",
            "thing-bandwidth = 3MB/s",
            "account-bandwidth = 100MB/s",
            "thing-data = 2GB/month",
            "data-warning = 90",
            "mqtt-port = off",
            "redeliver = off",
            "notify = mqtts://broker.example.com",
            "notify-ca = ca.pem",
            "notify-cert = /etc/adit.pem",
            "notify-key = adit.key",
            "notify-user = adit",
            "notify-password-file = password",
            "notify-client-id = adit-1",
            "notify-topic-prefix = aws");
    Files.writeString(folder.resolve("password"), "secret\n");

    // When
    ServerOptions options = options(Map.of(), Map.of(), file);

    // Then
    assertThat(options)
        .isEqualTo(
            new ServerOptions(
                folder.resolve("data"),
                new ServerOptions.Listener("::", 443),
                new ServerOptions.Identity("eu-west-1", "123456789012"),
                new ServerOptions.Certificates(
                    List.of("a.example.com", "203.0.113.7"),
                    new GivenCertificates(Path.of("/etc/cert.pem"), folder.resolve("key.pem"))),
                new ServerOptions.Limits(
                    10,
                    Duration.ofDays(7),
                    true,
                    new LimitOptions(
                        new CallerLimits(
                            1000,
                            CallRates.parse(List.of("OpenTunnel=5/s", "*=50/s"))
                                .over(CallRates.AWS)),
                        new CallerLimits(20, CallRates.parse(List.of("OpenTunnel=10/m"))),
                        new ThingLimits(
                            Rate.ofKilobytes(3_000),
                            new DataBudget(2_000_000_000, DataBudget.Period.MONTH)),
                        new LimitOptions.Links(
                            Rate.ofKilobytes(2_000),
                            Rate.ofKilobytes(100_000),
                            new Frequency(30, Duration.ofMinutes(1)),
                            90)),
                    new StrangerOptions(8_000, 2_000, 100)),
                new ServerOptions.Links(
                    Duration.ofMinutes(1),
                    Rate.ofKilobytes(2_000),
                    Set.of("https://a.example.com", "http://localhost:5173")),
                new ServerOptions.Mqtt(
                    null,
                    false,
                    new BrokerOptions(
                        "broker.example.com",
                        8883,
                        "adit-1",
                        "aws",
                        new BrokerOptions.Credentials(
                            folder.resolve("ca.pem"),
                            Path.of("/etc/adit.pem"),
                            folder.resolve("adit.key"),
                            "adit",
                            "secret"))),
                null,
                OperationsOptions.DEFAULT,
                AuditOptions.DEFAULT));
  }

  @Test
  void everySettingCanBeAVariable() throws Exception {
    // Given
    Path password = Files.writeString(folder.resolve("password"), "secret");
    var environment =
        Map.ofEntries(
            Map.entry("ADIT_PORT", "0"),
            Map.entry("ADIT_BIND", "127.0.0.1"),
            Map.entry("ADIT_DATA", "/data"),
            Map.entry("ADIT_REGION", "r"),
            Map.entry("ADIT_ACCOUNT", "999999999999"),
            Map.entry("ADIT_PUBLIC_NAME", "a,b"),
            Map.entry("ADIT_TLS_CERT", "c"),
            Map.entry("ADIT_TLS_KEY", "k"),
            Map.entry("ADIT_SECRET_KEY_FILE", "sk"),
            Map.entry("ADIT_METRICS_OPEN", "true"),
            Map.entry("ADIT_LOG_FORMAT", "json"),
            Map.entry("ADIT_OTLP_ENDPOINT", "http://c:4318"),
            Map.entry("ADIT_MAX_SERVICES", "1"),
            Map.entry("ADIT_CLOSED_RETENTION", "0s"),
            Map.entry("ADIT_DESTINATION_WAIT", "1s"),
            Map.entry("ADIT_OFFICIAL_CLIENT_RATE", "off"),
            Map.entry("ADIT_ALLOWED_ORIGIN", "https://a"),
            Map.entry("ADIT_STRICT_THINGS", "true"),
            Map.entry("ADIT_LIMITS", "aws"),
            Map.entry("ADIT_MAX_OPEN_TUNNELS", "0"),
            Map.entry("ADIT_MAX_OPEN_TUNNELS_PER_PRINCIPAL", "off"),
            Map.entry("ADIT_CALL_RATE", "off"),
            Map.entry("ADIT_CALL_RATE_PER_PRINCIPAL", "*=1/s"),
            Map.entry("ADIT_HANDSHAKE_RATE", "off"),
            Map.entry("ADIT_STRANGERS", "1"),
            Map.entry("ADIT_STRANGERS_PER_ADDRESS", "off"),
            Map.entry("ADIT_STRANGER_RATE", "off"),
            Map.entry("ADIT_TUNNEL_BANDWIDTH", "off"),
            Map.entry("ADIT_THING_BANDWIDTH", "off"),
            Map.entry("ADIT_ACCOUNT_BANDWIDTH", "1KB/s"),
            Map.entry("ADIT_THING_DATA", "1KB/day"),
            Map.entry("ADIT_DATA_WARNING", "100"),
            Map.entry("ADIT_MQTT_PORT", "off"),
            Map.entry("ADIT_REDELIVER", "true"),
            Map.entry("ADIT_NOTIFY", "mqtts://[::1]:1883"),
            Map.entry("ADIT_NOTIFY_CA", "ca"),
            Map.entry("ADIT_NOTIFY_CERT", "nc"),
            Map.entry("ADIT_NOTIFY_KEY", "nk"),
            Map.entry("ADIT_NOTIFY_USER", "u"),
            Map.entry("ADIT_NOTIFY_PASSWORD_FILE", password.toString()),
            Map.entry("ADIT_NOTIFY_CLIENT_ID", "i"),
            Map.entry("ADIT_NOTIFY_TOPIC_PREFIX", "p"),
            Map.entry("ADIT_OIDC_ISSUER", "https://o"),
            Map.entry("ADIT_OIDC_CLIENT_ID", "oi"),
            Map.entry("ADIT_OIDC_CLIENT_SECRET_FILE", password.toString()),
            Map.entry("ADIT_OIDC_NAME", "on"),
            Map.entry("ADIT_OIDC_ROLE_CLAIM", "oc"),
            Map.entry("ADIT_OIDC_ROLE", "viewer=*"),
            Map.entry("ADIT_AUDIT_FAILURE", "continue"),
            Map.entry("ADIT_AUDIT_FILE_SIZE", "8MB"),
            Map.entry("ADIT_AUDIT_RETENTION", "off"),
            Map.entry("ADIT_AUDIT_SYSLOG", "tls://logs"),
            Map.entry("ADIT_AUDIT_SYSLOG_CA", "sc"),
            Map.entry("ADIT_AUDIT_WEBHOOK", "https://w"),
            Map.entry("ADIT_AUDIT_WEBHOOK_CA", "wc"),
            Map.entry("ADIT_AUDIT_WEBHOOK_SECRET_FILE", password.toString()),
            Map.entry("ADIT_AUDIT_WEBHOOK_FORMAT", "cloudtrail"));

    // When
    ServerOptions options = options(Map.of(), environment, null);

    // Then
    assertThat(options)
        .isEqualTo(
            new ServerOptions(
                Path.of("/data"),
                new ServerOptions.Listener("127.0.0.1", 0),
                new ServerOptions.Identity("r", "999999999999"),
                new ServerOptions.Certificates(
                    List.of("a", "b"), new GivenCertificates(Path.of("c"), Path.of("k"))),
                new ServerOptions.Limits(
                    1,
                    Duration.ZERO,
                    true,
                    new LimitOptions(
                        new CallerLimits(0, CallRates.NONE),
                        new CallerLimits(null, CallRates.parse(List.of("*=1/s"))),
                        new ThingLimits(null, new DataBudget(1_000, DataBudget.Period.DAY)),
                        new LimitOptions.Links(null, Rate.ofKilobytes(1), null, 100)),
                    new StrangerOptions(1, null, null)),
                new ServerOptions.Links(Duration.ofSeconds(1), null, Set.of("https://a")),
                new ServerOptions.Mqtt(
                    null,
                    true,
                    new BrokerOptions(
                        "::1",
                        1883,
                        "i",
                        "p",
                        new BrokerOptions.Credentials(
                            Path.of("ca"), Path.of("nc"), Path.of("nk"), "u", "secret"))),
                new OidcOptions(
                    "https://o", "oi", "secret", "on", "oc", Map.of(Role.VIEWER, List.of("*"))),
                new OperationsOptions(
                    new MasterKey.InFile(Path.of("sk")),
                    OperationsOptions.Metrics.OPEN,
                    URI.create("http://c:4318")),
                new AuditOptions(
                    AuditOptions.OnFailure.CONTINUE,
                    8_000_000,
                    null,
                    new SyslogOptions(SyslogOptions.Transport.TLS, "logs", 6514, Path.of("sc")),
                    new WebhookOptions(URI.create("https://w"), Path.of("wc"), "secret", true))));
    assertThat(options.audit().toString()).doesNotContain("secret");
    // A command for the secret key takes its file's place, and open metrics a token's.
    assertThat(environment).hasSize(ServerSetting.values().length - 2);
  }

  @Test
  void metricsAreForThoseWithATokenOrExplicitlyForAll() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "0123456789abcdef\nmore");
    assertThat(options(Map.of(), Map.of(), null).operations().metrics()).isNull();
    assertThat(
            options(Map.of(), Map.of("ADIT_METRICS_TOKEN_FILE", file.toString()), null)
                .operations()
                .metrics())
        .isEqualTo(new OperationsOptions.Metrics("0123456789abcdef"));
    Files.writeString(file, "short");
    assertThatThrownBy(
            () -> options(Map.of(), Map.of("ADIT_METRICS_TOKEN_FILE", file.toString()), null))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContainingAll("ADIT_METRICS_TOKEN_FILE", "at least 16", "openssl rand")
        .hasMessageNotContaining("short");
    assertThatThrownBy(() ->
            options(
                Map.of(),
                Map.of("ADIT_METRICS_TOKEN", "0123456789abcdef", "ADIT_METRICS_OPEN", "true"),
                null))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("ADIT_METRICS_OPEN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"collector", "ftp://c", "http://user:secret@c", "http://c?x=1", "http://"})
  void aCollectorIsAUrlWithoutSecrets(String text) {
    assertThatThrownBy(() -> options(Map.of(), Map.of("ADIT_OTLP_ENDPOINT", text), null))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("ADIT_OTLP_ENDPOINT: '" + text + "' is no ");
  }

  @Test
  void theLogIsTextOrJson() {
    assertThat(new ServerSettings(Map.of(), Map.of(), null).logsJson()).isFalse();
    assertThat(new ServerSettings(Map.of(), Map.of("ADIT_LOG_FORMAT", "json"), null).logsJson())
        .isTrue();
    assertThatThrownBy(
            () -> new ServerSettings(Map.of(), Map.of("ADIT_LOG_FORMAT", "xml"), null).logsJson())
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("ADIT_LOG_FORMAT: 'xml' is no form of a log: give text or json");
  }

  @Test
  void theSecretKeyComesFromOnePlace() {
    assertThat(options(Map.of(), Map.of("ADIT_SECRET_KEY", "abc"), null).operations().masterKey())
        .isEqualTo(new MasterKey.InVariable("ADIT_SECRET_KEY", "abc"));
    assertThat(
            options(Map.of(), Map.of("ADIT_SECRET_KEY_COMMAND", "pass adit"), null)
                .operations()
                .masterKey())
        .isEqualTo(new MasterKey.FromCommand("pass adit"));
    assertThatThrownBy(() ->
            options(
                Map.of(), Map.of("ADIT_SECRET_KEY", "abc", "ADIT_SECRET_KEY_FILE", "key"), null))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContainingAll("not from both", "the file key", "ADIT_SECRET_KEY")
        .hasMessageNotContaining("abc");
  }

  @Test
  void anOutsideBrokerTakesTheGatewaysPlace() {
    var flags = Map.of(ServerSetting.NOTIFY, List.of("mqtts://broker.example.com:8884/"));

    ServerOptions.Mqtt mqtt = options(flags, Map.of(), null).mqtt();

    assertThat(mqtt.port()).isNull();
    assertThat(mqtt.broker()).isNotNull();
    assertThat(mqtt.broker().clientId()).matches("adit-[0-9a-f]{8}");
    assertThat(mqtt.broker().topicPrefix()).isEqualTo("$aws");
  }

  @Test
  void aGatewayAndAnOutsideBrokerAreOneTooMany() {
    var flags =
        Map.of(
            ServerSetting.NOTIFY, List.of("mqtts://broker.example.com"),
            ServerSetting.MQTT_PORT, List.of("8883"));

    assertThatThrownBy(() -> options(flags, Map.of(), null))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "--notify: an outside broker takes the gateway's place: leave mqtt-port out, or set it"
                + " to off");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mqtt://broker.example.com",
        "broker.example.com",
        "mqtts://",
        "mqtts://user:secret@broker.example.com",
        "mqtts://broker.example.com/path",
        "mqtts://broker.example.com:0",
        "mqtts://broker.example.com:65536",
        "mqtts://a b"
      })
  void aBrokerIsHostAndPortWithTls(String url) {
    var flags = Map.of(ServerSetting.NOTIFY, List.of(url));

    assertThatThrownBy(() -> options(flags, Map.of(), null))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("--notify: '" + url + "' is no broker: give mqtts://HOST or mqtts://HOST:PORT");
  }

  @Test
  void theBrokersPasswordMayStandInTheEnvironment() {
    var flags = Map.of(ServerSetting.NOTIFY, List.of("mqtts://b"));
    var environment = Map.of("ADIT_NOTIFY_PASSWORD", "secret");

    var broker = options(flags, environment, null).mqtt().broker();

    assertThat(broker).isNotNull();
    assertThat(broker.credentials().password()).isEqualTo("secret");
    assertThat(broker.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AUDIT_FAILURE | maybe | --audit-failure: 'maybe' is no choice: give refuse or continue",
        "AUDIT_FILE_SIZE | 8 | --audit-file-size: '8' is no size: give a number and MB, such as"
            + " 64MB",
        "AUDIT_RETENTION | 5h | --audit-retention: the audit log is kept for at least a day: give"
            + " 1d or more, or off to keep all of it",
        "AUDIT_SYSLOG | logs | --audit-syslog: 'logs' is no syslog server: give tls://HOST,"
            + " tcp://HOST or udp://HOST, with :PORT where it is unusual",
        "AUDIT_WEBHOOK | http://siem/x | --audit-webhook: 'http://siem/x' is no place for records:"
            + " give an https URL without user and password in it",
        "STRANGERS | off | --strangers: 'off' is no whole number",
        "STRANGERS | 0 | --strangers: 0 is not from 1 to 1000000",
        "STRANGERS_PER_ADDRESS | many | --strangers-per-address: 'many' is no whole number, or off",
        "STRANGERS_PER_ADDRESS | 0 | --strangers-per-address: 0 is not from 1 to 1000000, or off",
        "STRANGER_RATE | 50 | --stranger-rate: '50' is no rate: give a number with /s, such as"
            + " 50/s, or off",
        "STRANGER_RATE | 30/m | --stranger-rate: '30/m' is no rate: give a number with /s, such as"
            + " 50/s, or off",
      })
  void aWrongSettingSaysWhatToGive(ServerSetting setting, String value, String message) {
    assertThatThrownBy(() -> options(Map.of(setting, List.of(value)), Map.of(), null))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(message);
  }

  @Test
  void anEmptyVariableIsNone() {
    assertThat(options(Map.of(), Map.of("ADIT_PORT", ""), null).listener().port()).isEqualTo(8443);
  }

  @Test
  void aTildeIsTheHomeWhereNoShellHasSeenIt() throws Exception {
    Path file = write("data = ~/adit data");

    assertThat(options(Map.of(), Map.of(), file).data())
        .isEqualTo(Path.of(System.getProperty("user.home"), "adit data"));
  }

  @ParameterizedTest
  @CsvSource({"90s,PT90S", "45m,PT45M", "3h,PT3H", "7d,P7D", "0s,PT0S"})
  void aTimeHasAUnit(String text, Duration duration) {
    var flags = Map.of(ServerSetting.CLOSED_RETENTION, List.of(text));

    assertThat(options(flags, Map.of(), null).limits().closedRetention()).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({"1KB/s,1000", "800KB/s,800000", "50MB/s,50000000"})
  void aRateHasAUnit(String text, long bytesPerSecond) {
    var flags = Map.of(ServerSetting.OFFICIAL_CLIENT_RATE, List.of(text));

    assertThat(options(flags, Map.of(), null).links().officialClientRate())
        .isEqualTo(new Rate(bytesPerSecond));
  }

  @Test
  void aFlagCanTurnARateOffThatTheFileSets() throws Exception {
    Path file = write("official-client-rate = 1MB/s");
    var flags = Map.of(ServerSetting.OFFICIAL_CLIENT_RATE, List.of("off"));

    assertThat(options(flags, Map.of(), file).links().officialClientRate()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"800", "800kb/s", "1.5MB/s", "0KB/s", "-1KB/s", "1GB/s", "fast", ""})
  void whatIsNoRateIsToldWithWhatIs(String text) {
    assertRefused(
        "--official-client-rate: '"
            + text
            + "' is no rate: give a number and KB/s or MB/s, such as 800KB/s, or off",
        Map.of(ServerSetting.OFFICIAL_CLIENT_RATE, List.of(text)),
        Map.of(),
        null);
  }

  @Test
  void aWrongValueIsToldWithItsPlace() throws Exception {
    assertRefused(
        "--port: '84x' is no whole number",
        Map.of(ServerSetting.PORT, List.of("84x")),
        Map.of("ADIT_PORT", "8443"),
        null);
    assertRefused(
        "ADIT_PORT: 70000 is no port: give one from 1 to 65535, or 0 for a free one",
        Map.of(),
        Map.of("ADIT_PORT", "70000"),
        null);
    Path file = write("region = EU");
    assertRefused(
        "region in "
            + file
            + ": 'EU' is no region: at most 64 of a-z, 0-9 and '-', such as"
            + " eu-west-1",
        Map.of(),
        Map.of(),
        file);
    assertRefused(
        "--closed-retention: '3 hours' is no time: give a number and s, m, h or d, such as 3h",
        Map.of(ServerSetting.CLOSED_RETENTION, List.of("3 hours")),
        Map.of(),
        null);
    assertRefused(
        "--strict-things: 'yes' is no truth value: give true or false",
        Map.of(ServerSetting.STRICT_THINGS, List.of("yes")),
        Map.of(),
        null);
    assertRefused(
        "--data: the path is empty", Map.of(ServerSetting.DATA, List.of("")), Map.of(), null);
  }

  @Test
  void aSwitchNeedsNoValueAsAFlag() {
    // Given
    var command = CommandSpec.create();
    command.addOption(ServerSetting.STRICT_THINGS.option());
    var line = new CommandLine(command);

    // Then
    assertThat(line.parseArgs("--strict-things").matchedOption("--strict-things").stringValues())
        .containsExactly("true");
    assertThat(
            line.parseArgs("--strict-things=false").matchedOption("--strict-things").stringValues())
        .containsExactly("false");
  }

  @Test
  void certificateAndKeyGoTogether() {
    assertRefused(
        "ADIT_TLS_CERT needs --tls-key beside it: the two belong together",
        Map.of(),
        Map.of("ADIT_TLS_CERT", "cert.pem"),
        null);
    assertRefused(
        "--tls-key needs --tls-cert beside it: the two belong together",
        Map.of(ServerSetting.TLS_KEY, List.of("key.pem")),
        Map.of(),
        null);
  }

  @Test
  void anUnknownKeyOfTheFileIsToldWithTheNearest() throws Exception {
    Path file = write("publik_name = a.example.com");

    assertRefused(
        file
            + " has the unknown key 'publik_name'; the nearest is 'public-name'. All keys: "
            + String.join(", ", ServerSetting.keys()),
        Map.of(),
        Map.of(),
        file);
  }

  @Test
  void aFileThatCannotBeUsedIsToldSo() throws Exception {
    Path missing = folder.resolve("missing");
    assertRefused("There is no configuration file " + missing, Map.of(), Map.of(), missing);

    Path twice = write("port = 1", "port = 2");
    assertRefused(twice + " has the key 'port' twice", Map.of(), Map.of(), twice);

    Path latin1 = folder.resolve("latin1");
    Files.write(latin1, new byte[] {'b', 'i', 'n', 'd', '=', (byte) 0xe4, '\n'});
    assertRefused(
        "The configuration file " + latin1 + " is not in UTF-8", Map.of(), Map.of(), latin1);

    Path escape = write("bind = \\u12");
    assertThatThrownBy(() -> options(Map.of(), Map.of(), escape))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("The configuration file " + escape + " cannot be read: Malformed");
  }

  @ParameterizedTest
  @CsvSource({"port,port,0", "prot,port,2", "prt,port,1", "ports,port,1", "'',port,4", "a,b,1"})
  void distanceCountsSlips(String a, String b, int distance) {
    assertThat(ConfigurationFile.distance(a, b)).isEqualTo(distance);
    assertThat(ConfigurationFile.distance(b, a)).isEqualTo(distance);
  }

  private Path write(String... lines) throws IOException {
    return Files.write(Files.createTempFile(folder, "adit", ".properties"), List.of(lines));
  }

  private static ServerOptions options(
      Map<ServerSetting, List<String>> flags,
      Map<String, String> environment,
      @Nullable Path file) {
    return new ServerSettings(flags, environment, file).options();
  }

  private static void assertRefused(
      String text,
      Map<ServerSetting, List<String>> flags,
      Map<String, String> environment,
      @Nullable Path file) {
    assertThatThrownBy(() -> options(flags, environment, file))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(text);
  }
}
